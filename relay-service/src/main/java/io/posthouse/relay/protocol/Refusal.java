package io.posthouse.relay.protocol;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer that the relay makes itself (protocols.md 3.2).
 *
 * @param message for a person; names nothing of our accounts at providers
 * @param param the path of the field that is wrong, where there is one
 * @param retryAfter null where waiting does not help, or nobody knows how long
 */
public record Refusal(
    Cause cause, String message, @Nullable String param, @Nullable Duration retryAfter) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Why, with the status and the words of each protocol. */
  public enum Cause {
    BAD_REQUEST(400, "invalid_request_error", "invalid_request_error", null, "INVALID_ARGUMENT"),
    CONTEXT_LENGTH(
        400,
        "invalid_request_error",
        "invalid_request_error",
        "context_length_exceeded",
        "INVALID_ARGUMENT"),
    UNAUTHENTICATED(
        401, "authentication_error", "invalid_request_error", "invalid_api_key", "UNAUTHENTICATED"),
    BALANCE(402, "billing_error", "insufficient_quota", "insufficient_quota", "RESOURCE_EXHAUSTED"),
    SPEND_LIMIT(
        402, "billing_error", "insufficient_quota", "spend_limit_reached", "RESOURCE_EXHAUSTED"),
    FORBIDDEN(
        403, "permission_error", "invalid_request_error", "model_not_allowed", "PERMISSION_DENIED"),
    UNKNOWN_MODEL(404, "not_found_error", "invalid_request_error", "model_not_found", "NOT_FOUND"),
    UNKNOWN_PATH(404, "not_found_error", "invalid_request_error", "not_found", "NOT_FOUND"),
    WRONG_METHOD(
        405,
        "invalid_request_error",
        "invalid_request_error",
        "method_not_allowed",
        "INVALID_ARGUMENT"),
    CONFLICT(409, "invalid_request_error", "invalid_request_error", "conflict", "ABORTED"),
    TOO_LARGE(
        413, "request_too_large", "invalid_request_error", "request_too_large", "INVALID_ARGUMENT"),
    NO_UPGRADE(
        426,
        "invalid_request_error",
        "invalid_request_error",
        "upgrade_not_served",
        "UNIMPLEMENTED"),
    UNREADABLE_CODING(
        415, "invalid_request_error", "invalid_request_error", null, "INVALID_ARGUMENT"),
    RATE_LIMITED(
        429, "rate_limit_error", "rate_limit_error", "rate_limit_exceeded", "RESOURCE_EXHAUSTED"),
    INTERNAL(500, "api_error", "server_error", "internal_error", "INTERNAL"),
    UPSTREAM(502, "api_error", "server_error", "upstream_error", "UNAVAILABLE"),
    OVERLOADED(
        503,
        "overloaded_error",
        "service_unavailable_error",
        "server_is_overloaded",
        "UNAVAILABLE"),
    UPSTREAM_TIMEOUT(504, "timeout_error", "server_error", "upstream_timeout", "DEADLINE_EXCEEDED");

    private final int status;
    private final String anthropicType;
    private final String openAiType;
    private final @Nullable String openAiCode;
    private final String geminiStatus;

    Cause(
        int status,
        String anthropicType,
        String openAiType,
        @Nullable String openAiCode,
        String geminiStatus) {
      this.status = status;
      this.anthropicType = anthropicType;
      this.openAiType = openAiType;
      this.openAiCode = openAiCode;
      this.geminiStatus = geminiStatus;
    }
  }

  /** A refusal with nothing but its reason. */
  public static Refusal of(Cause cause, String message) {
    return new Refusal(cause, message, null, null);
  }

  /** A refusal that heals by itself. */
  public static Refusal of(Cause cause, String message, Duration retryAfter) {
    return new Refusal(cause, message, null, retryAfter);
  }

  /** A bad request. */
  public static Refusal of(BadRequestException bad) {
    return new Refusal(
        Cause.BAD_REQUEST, bad.text(), bad.field().isEmpty() ? null : bad.field(), null);
  }

  /** The status for a client of that protocol: an overloaded Anthropic API says 529. */
  public int status(Dialect dialect) {
    return cause == Cause.OVERLOADED && dialect == Dialect.ANTHROPIC ? 529 : cause.status;
  }

  /** What OpenAI's protocols call it; null where they have no word for it. */
  public @Nullable String openAiCode() {
    return cause.openAiCode;
  }

  /** Whether an SDK may be told that trying again is of no use. */
  public boolean isFinal() {
    return cause.status == 402;
  }

  /**
   * The body.
   *
   * @param requestId what Anthropic's shape names
   */
  public byte[] body(Dialect dialect, String requestId) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    switch (dialect) {
      case ANTHROPIC -> {
        error.put("type", cause.anthropicType);
        error.put("message", message);
        body.put("type", "error");
        body.put("error", error);
        body.put("request_id", requestId);
      }
      case OPENAI -> {
        error.put("message", message);
        error.put("type", cause.openAiType);
        error.put("param", param);
        error.put("code", cause.openAiCode);
        body.put("error", error);
      }
      case GEMINI -> {
        error.put("code", cause.status);
        error.put("message", message);
        error.put("status", cause.geminiStatus);
        body.put("error", error);
      }
    }
    return JSON.writeValueAsBytes(body);
  }

  /** The same as an event that ends a stream which has begun (protocols.md 2.5). */
  public byte[] event(Dialect dialect, String requestId) {
    String data = new String(body(dialect, requestId), java.nio.charset.StandardCharsets.UTF_8);
    String name = dialect == Dialect.ANTHROPIC ? "event: error\n" : "";
    return (name + "data: " + data + "\n\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
