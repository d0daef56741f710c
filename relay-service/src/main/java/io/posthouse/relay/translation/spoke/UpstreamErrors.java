package io.posthouse.relay.translation.spoke;

import io.posthouse.relay.protocol.Dialect;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.protocol.Refusal.Cause;
import io.posthouse.relay.translation.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An upstream's error in the client's words (protocols.md 3.4). The text is kept where the request
 * itself was at fault, without addresses, keys and organisations; what concerns our accounts gets a
 * text of ours (I4).
 */
public final class UpstreamErrors {

  private static final int LONGEST = 2000;
  private static final Pattern SECRET =
      Pattern.compile(
          "https?://\\S+|\\b(?:sk|rk|pk)-[\\w*.-]{4,}|\\bAIza[\\w-]{8,}|\\b(?:org|proj|acct|user|req)[-_][\\w]{6,}"
              + "|\\bBearer\\s+\\S+|\\bprojects?/[\\w-]+|\\barn:\\S+");
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "context_length_exceeded|prompt is too long|exceeds? (?:the )?(?:model's )?(?:maximum"
              + " )?context|maximum context length|context limit|input token count"
              + " .*exceeds|context window|too many input tokens",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NUMBER = Pattern.compile("\\d[\\d,]{2,}");

  private UpstreamErrors() {}

  /** An error that came as a status. */
  public static Refusal of(int status, byte[] body, String model, Dialect client) {
    JsonNode parsed = Json.object(body);
    JsonNode error = parsed == null ? Json.object() : parsed.path("error");
    String message = error.isString() ? error.stringValue() : Json.textOrEmpty(error, "message");
    if (message.isEmpty() && parsed != null) {
      message = Json.textOrEmpty(parsed, "message");
    }
    Cause cause = cause(status);
    if (cause == Cause.BAD_REQUEST && isTooLong(error, message)) {
      cause = Cause.CONTEXT_LENGTH;
    }
    return refusal(cause, message, model, client);
  }

  /**
   * An error that came as an event: an object with {@code type}, {@code code} or {@code status}.
   */
  public static Refusal of(JsonNode error) {
    String message = Json.textOrEmpty(error, "message");
    Cause cause = isTooLong(error, message) ? Cause.CONTEXT_LENGTH : cause(error);
    return refusal(cause, message, "", Dialect.OPENAI);
  }

  /** The same with words that the client's program looks for. */
  public static Refusal reworded(Refusal refusal, Dialect client) {
    return refusal.cause() == Cause.CONTEXT_LENGTH
        ? Refusal.of(Cause.CONTEXT_LENGTH, tooLong(refusal.message(), client))
        : refusal;
  }

  private static Cause cause(int status) {
    return switch (status) {
      case 401, 403 -> Cause.UPSTREAM;
      case 402, 503, 529 -> Cause.OVERLOADED;
      case 404 -> Cause.UNKNOWN_MODEL;
      case 408, 504 -> Cause.UPSTREAM_TIMEOUT;
      case 409 -> Cause.CONFLICT;
      case 413 -> Cause.TOO_LARGE;
      case 429 -> Cause.RATE_LIMITED;
      case 500 -> Cause.INTERNAL;
      default -> status < 500 ? Cause.BAD_REQUEST : Cause.UPSTREAM;
    };
  }

  private static Cause cause(JsonNode error) {
    JsonNode code = error.path("code");
    if (code.isIntegralNumber() && code.canConvertToInt() && code.intValue() >= 400) {
      return cause(code.intValue());
    }
    String type = Json.textOrEmpty(error, "type").toLowerCase(Locale.ROOT);
    String word = code.isString() ? code.stringValue().toLowerCase(Locale.ROOT) : type;
    Cause found = cause(word);
    return found == Cause.INTERNAL ? cause(type) : found;
  }

  private static Cause cause(String word) {
    return switch (word) {
      case "overloaded_error",
          "server_is_overloaded",
          "slow_down",
          "overloaded",
          "insufficient_quota",
          "billing_error",
          "service_unavailable_error" ->
          Cause.OVERLOADED;
      case "rate_limit_error", "rate_limit_exceeded", "rate_limit" -> Cause.RATE_LIMITED;
      case "authentication_error", "permission_error", "invalid_api_key", "upstream_error" ->
          Cause.UPSTREAM;
      case "not_found_error", "model_not_found" -> Cause.UNKNOWN_MODEL;
      case "request_too_large" -> Cause.TOO_LARGE;
      case "timeout_error", "upstream_timeout" -> Cause.UPSTREAM_TIMEOUT;
      case "invalid_request_error", "invalid_prompt", "invalid_value" -> Cause.BAD_REQUEST;
      default -> Cause.INTERNAL;
    };
  }

  private static boolean isTooLong(JsonNode error, String message) {
    return "context_length_exceeded".equals(Json.text(error, "code"))
        || TOO_LONG.matcher(message.substring(0, Math.min(message.length(), LONGEST))).find();
  }

  private static Refusal refusal(Cause cause, String message, String model, Dialect client) {
    return switch (cause) {
      case CONTEXT_LENGTH -> Refusal.of(cause, tooLong(message, client));
      case UNKNOWN_MODEL ->
          Refusal.of(
              cause,
              model.isEmpty()
                  ? "The model does not exist."
                  : "The model " + model + " does not exist.");
      case RATE_LIMITED -> Refusal.of(cause, "The model's providers ask for a pause.");
      case OVERLOADED ->
          Refusal.of(cause, "No provider of this model can take the call right now.");
      case UPSTREAM_TIMEOUT -> Refusal.of(cause, "The model's provider did not answer in time.");
      case INTERNAL, UPSTREAM -> Refusal.of(cause, "The model's provider failed.");
      default ->
          Refusal.of(
              cause, message.isEmpty() ? "The model's provider refused it." : scrubbed(message));
    };
  }

  /** A text without what it tells of our accounts. */
  static String scrubbed(String message) {
    String head = message.length() > LONGEST ? message.substring(0, LONGEST) : message;
    return SECRET.matcher(head).replaceAll("[...]");
  }

  private static String tooLong(String message, Dialect client) {
    List<Long> numbers = numbers(message);
    return switch (client) {
      case ANTHROPIC -> anthropic(message, numbers);
      case OPENAI -> openAi(message, numbers);
      case GEMINI -> scrubbed(message);
    };
  }

  private static String anthropic(String message, List<Long> numbers) {
    if (message.startsWith("prompt is too long") || message.startsWith("input length and")) {
      return scrubbed(message);
    }
    if (numbers.size() >= 4 && message.contains("completion")) {
      return "input length and `max_tokens` exceed context limit: "
          + numbers.get(2)
          + " + "
          + numbers.get(3)
          + " > "
          + numbers.get(0)
          + ", decrease input length or `max_tokens` and try again";
    }
    Counts counts = counts(numbers);
    return counts == null
        ? "prompt is too long"
        : "prompt is too long: " + counts.asked + " tokens > " + counts.most + " maximum";
  }

  private static String openAi(String message, List<Long> numbers) {
    if (message.contains("maximum context length")) {
      return scrubbed(message);
    }
    Counts counts = counts(numbers);
    return counts == null
        ? "This model's maximum context length was exceeded."
        : "This model's maximum context length is "
            + counts.most
            + " tokens. However, your messages resulted in "
            + counts.asked
            + " tokens. Please reduce the length of the messages.";
  }

  private record Counts(long asked, long most) {}

  private static @Nullable Counts counts(List<Long> numbers) {
    if (numbers.size() < 2) {
      return null;
    }
    long first = numbers.get(0);
    long second = numbers.get(1);
    return new Counts(Math.max(first, second), Math.min(first, second));
  }

  private static List<Long> numbers(String message) {
    List<Long> numbers = new ArrayList<>();
    String head = message.substring(0, Math.min(message.length(), LONGEST));
    for (MatchResult match : NUMBER.matcher(head).results().toList()) {
      String digits = match.group().replace(",", "");
      if (digits.length() <= 12) {
        numbers.add(Long.parseLong(digits));
      }
    }
    return numbers;
  }
}
