package io.posthouse.relay.exchange;

import io.netty.handler.codec.http.HttpHeaders;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.protocol.Refusal.Cause;
import io.posthouse.relay.usage.AttemptRecord.Outcome;
import io.posthouse.transport.UpstreamFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Says what an upstream's failure means for the client (protocols.md 3.2 to 3.4). Names nothing of
 * the upstream.
 */
final class Failures {

  /** How long to wait for upstreams of ours. */
  static final Duration SOON = Duration.ofSeconds(5);

  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private Failures() {}

  static AttemptFailure of(UpstreamFailure failure) {
    return switch (failure.kind()) {
      case UNRESOLVED, FORBIDDEN_ADDRESS, UNREACHABLE, EXHAUSTED ->
          new AttemptFailure(Outcome.UNREACHABLE, overloaded(), failure.detail());
      case NO_ANSWER, CUT -> new AttemptFailure(Outcome.CUT, upstream(), failure.detail());
      case MALFORMED -> new AttemptFailure(Outcome.NOT_AN_ANSWER, upstream(), failure.detail());
    };
  }

  static AttemptFailure timeout() {
    return new AttemptFailure(
        Outcome.TIMEOUT,
        Refusal.of(Cause.UPSTREAM_TIMEOUT, "The model's provider did not answer in time."),
        "silent too long");
  }

  static AttemptFailure notAnAnswer(String detail) {
    return new AttemptFailure(Outcome.NOT_AN_ANSWER, upstream(), detail);
  }

  static AttemptFailure errorEvent() {
    return new AttemptFailure(Outcome.REFUSED, overloaded(), "an error event before any content");
  }

  /**
   * A status that moves on to the next upstream; null for one that is the caller's own (400, 404,
   * 413, 422 ...).
   */
  static @Nullable AttemptFailure ofStatus(int status, HttpHeaders headers, boolean lockConflicts) {
    Refusal refusal =
        switch (status) {
          case 401, 403 -> upstream();
          case 402, 503, 529 -> overloaded();
          case 408, 504 ->
              Refusal.of(Cause.UPSTREAM_TIMEOUT, "The model's provider did not answer in time.");
          case 409 ->
              lockConflicts
                  ? Refusal.of(Cause.CONFLICT, "The provider is busy with the same object.")
                  : null;
          case 429 -> limited(retryAfter(headers));
          case 500 -> Refusal.of(Cause.INTERNAL, "The model's provider failed.");
          default -> status >= 500 || status < 400 ? upstream() : null;
        };
    return refusal == null
        ? null
        : new AttemptFailure(Outcome.REFUSED, refusal, "status " + status);
  }

  static Refusal running() {
    return Refusal.of(
        Cause.CONFLICT,
        "idempotency-key: a call under this key is still running.",
        Duration.ofSeconds(1));
  }

  static Refusal upstream() {
    return Refusal.of(
        Cause.UPSTREAM, "The model's provider could not be reached or gave no valid answer.");
  }

  static Refusal overloaded() {
    return Refusal.of(
        Cause.OVERLOADED, "No provider of this model can take the call right now.", SOON);
  }

  static Refusal notWrittenDown() {
    return Refusal.of(Cause.OVERLOADED, "Usage cannot be recorded right now; try again.", SOON);
  }

  static Refusal limited(@Nullable Duration retryAfter) {
    return new Refusal(
        Cause.RATE_LIMITED,
        "The model's providers ask for a pause.",
        null,
        retryAfter == null ? SOON : retryAfter);
  }

  /** {@code retry-after} in seconds; null when it is missing or a date. */
  static @Nullable Duration retryAfter(HttpHeaders headers) {
    String value = headers.get("retry-after");
    if (value == null
        || value.isEmpty()
        || value.length() > 9
        || !value.chars().allMatch(Character::isDigit)) {
      return null;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(value));
    return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
  }
}
