package io.posthouse.gateway.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Why the gateway does not let a call through, with what each protocol calls it (protocols.md 3.2).
 */
public enum Refusal {
  /** A request that two parsers could read differently. */
  BAD_REQUEST(
      400,
      "invalid_request_error",
      "invalid_request_error",
      null,
      "INVALID_ARGUMENT",
      "invalid-request",
      "The request line or a header is malformed."),
  /** No credential. */
  NO_KEY(
      401,
      "authentication_error",
      "invalid_request_error",
      "invalid_api_key",
      "UNAUTHENTICATED",
      "unauthorized",
      "No API key (expected: x-api-key: KEY, or Authorization: Bearer KEY)."),
  /** Not a key of ours, or one that was revoked. */
  BAD_KEY(
      401,
      "authentication_error",
      "invalid_request_error",
      "invalid_api_key",
      "UNAUTHENTICATED",
      "unauthorized",
      "The API key is not valid: unknown or revoked."),
  /** Its time is over. */
  KEY_EXPIRED(
      401,
      "authentication_error",
      "invalid_request_error",
      "invalid_api_key",
      "UNAUTHENTICATED",
      "unauthorized",
      "The API key has expired."),
  /** Suspended. */
  KEY_SUSPENDED(
      403,
      "permission_error",
      "invalid_request_error",
      "model_not_allowed",
      "PERMISSION_DENIED",
      "key-suspended",
      "The API key is suspended. Sign in to see why."),
  /** The account does not let calls through. */
  ACCOUNT_SUSPENDED(
      403,
      "permission_error",
      "invalid_request_error",
      "model_not_allowed",
      "PERMISSION_DENIED",
      "account-suspended",
      "The account is suspended, banned or closed. Sign in to see why."),
  /** The key names addresses, and this is none of them. */
  ADDRESS_NOT_ALLOWED(
      403,
      "permission_error",
      "invalid_request_error",
      "model_not_allowed",
      "PERMISSION_DENIED",
      "address-not-allowed",
      "The API key may not be used from this network address."),
  /** No such path. */
  NOT_FOUND(
      404,
      "not_found_error",
      "invalid_request_error",
      "model_not_found",
      "NOT_FOUND",
      "not-found",
      "There is nothing at this path."),
  /** The path is there, and takes other methods. */
  METHOD_NOT_ALLOWED(
      405,
      "invalid_request_error",
      "invalid_request_error",
      "method_not_allowed",
      "INVALID_ARGUMENT",
      "method-not-allowed",
      "This path does not take that method; see the Allow header."),
  /** A WebSocket was asked for. */
  NO_UPGRADE(
      426,
      "invalid_request_error",
      "invalid_request_error",
      "upgrade_not_served",
      "UNIMPLEMENTED",
      "upgrade-not-served",
      "Only plain HTTP is served here; send the call as a POST."),
  /** The body is over the limit. */
  TOO_LARGE(
      413,
      "request_too_large",
      "invalid_request_error",
      "request_too_large",
      "INVALID_ARGUMENT",
      "body-too-large",
      "The body is larger than this service takes."),
  /** Too many requests in a minute. */
  TOO_MANY_REQUESTS(
      429,
      "rate_limit_error",
      "rate_limit_error",
      "rate_limit_exceeded",
      "RESOURCE_EXHAUSTED",
      "rate-limit",
      "Too many requests for this key's published limit per minute; see GET /v1/limits."),
  /** Too many calls at once. */
  TOO_MANY_CALLS(
      429,
      "rate_limit_error",
      "rate_limit_error",
      "rate_limit_exceeded",
      "RESOURCE_EXHAUSTED",
      "rate-limit",
      "Too many concurrent calls for this key's published limit; see GET /v1/limits."),
  /** Too many bad keys from one address. */
  TOO_MANY_BAD_KEYS(
      429,
      "rate_limit_error",
      "rate_limit_error",
      "rate_limit_exceeded",
      "RESOURCE_EXHAUSTED",
      "too-many-bad-keys",
      "Too many invalid API keys from this network address."),
  /** Our fault. */
  INTERNAL(
      500,
      "api_error",
      "server_error",
      "internal_error",
      "INTERNAL",
      "internal-error",
      "Something failed on our side. Try again; if it stays, tell support the request id."),
  /** A service broke off. */
  BAD_GATEWAY(
      502,
      "api_error",
      "server_error",
      "upstream_error",
      "UNAVAILABLE",
      "bad-gateway",
      "A service behind the gateway broke off. Try again."),
  /** A service is down, or a key cannot be looked up now. Anthropic's clients get a 529. */
  UNAVAILABLE(
      503,
      "overloaded_error",
      "service_unavailable_error",
      "server_is_overloaded",
      "UNAVAILABLE",
      "service-unavailable",
      "The service is not available at the moment. Try again shortly."),
  /** A service was silent. */
  TIMEOUT(
      504,
      "timeout_error",
      "server_error",
      "upstream_timeout",
      "DEADLINE_EXCEEDED",
      "timeout",
      "A service behind the gateway did not answer in time.");

  private final int status;
  private final String anthropicType;
  private final String openAiType;
  private final @Nullable String openAiCode;
  private final String geminiStatus;
  private final String slug;
  private final String message;

  Refusal(
      int status,
      String anthropicType,
      String openAiType,
      @Nullable String openAiCode,
      String geminiStatus,
      String slug,
      String message) {
    this.status = status;
    this.anthropicType = anthropicType;
    this.openAiType = openAiType;
    this.openAiCode = openAiCode;
    this.geminiStatus = geminiStatus;
    this.slug = slug;
    this.message = message;
  }

  /** The HTTP status in a protocol. */
  public int status(Protocol protocol) {
    return this == UNAVAILABLE && protocol == Protocol.ANTHROPIC ? 529 : status;
  }

  /** Whether the same request may succeed later. */
  public boolean heals() {
    return status == 429 || status >= 500;
  }

  String anthropicType() {
    return anthropicType;
  }

  String openAiType() {
    return openAiType;
  }

  @Nullable String openAiCode() {
    return openAiCode;
  }

  String geminiStatus() {
    return geminiStatus;
  }

  String slug() {
    return slug;
  }

  String message() {
    return message;
  }
}
