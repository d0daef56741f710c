package io.posthouse.relay.usage;

import com.fasterxml.jackson.annotation.JsonValue;
import io.posthouse.relay.metering.Tokens;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One try at one upstream.
 *
 * @param status null when there was no status line
 * @param costBasis how well the tokens are known: {@code reported}, {@code partial}, {@code
 *     estimated}, {@code none}
 */
public record AttemptRecord(
    String upstream,
    String upstreamModel,
    @Nullable String upstreamRequestId,
    @Nullable Integer status,
    Outcome outcome,
    Tokens tokens,
    String costBasis) {

  /** What became of it. */
  public enum Outcome {
    /** Its answer went to the client, as far as it came. */
    ANSWERED,
    /** It said no. */
    REFUSED,
    /** No connection. */
    UNREACHABLE,
    /** It was silent too long. */
    TIMEOUT,
    /** The connection ended early. */
    CUT,
    /** What came is no answer of an API. */
    NOT_AN_ANSWER,
    /** The client left. */
    CANCELLED;

    /** The name in the event. */
    @JsonValue
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
