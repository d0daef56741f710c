package io.posthouse.relay.translation;

import io.netty.buffer.ByteBuf;
import io.posthouse.relay.protocol.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * An upstream's stream, said to the client. Fed bytes that may be split anywhere; what it gives
 * does not depend on where. Not thread-safe.
 *
 * <pre>
 * PRELUDE ── first content ──► CONTENT ── terminator ──► COMPLETE
 *    └──────────┴── error event, unreadable, clean end without a terminator ──► FAILED
 * </pre>
 *
 * In {@code COMPLETE} and {@code FAILED} whatever is fed is ignored.
 */
public interface StreamTranslation {

  /** How far it has come. */
  enum Phase {
    /** Nothing of an answer was seen yet: another upstream may still take over (T27). */
    PRELUDE,
    /** Content has begun. */
    CONTENT,
    /** It ended as it should; {@link #terminal} may be sent. */
    COMPLETE,
    /** It did not; {@link #failure} says why. */
    FAILED
  }

  /** How far it has come. */
  Phase phase();

  /**
   * Reads more, from reader to writer index; moves neither and keeps no reference.
   *
   * @return whole events for the client, in order; empty when there is nothing to say yet. Never
   *     contains the terminator
   */
  byte[] feed(ByteBuf bytes);

  /**
   * The upstream's stream ended cleanly.
   *
   * @return what was still to be said; the phase is {@code COMPLETE} or {@code FAILED} afterwards
   */
  byte[] end();

  /**
   * The events that end the stream as it should: for the client only after the call is settled.
   *
   * @throws IllegalStateException if the phase is not {@code COMPLETE}
   */
  byte[] terminal();

  /** Why it failed, for the client's eyes; null unless the phase is {@code FAILED}. */
  @Nullable Refusal failure();

  /**
   * The event that tells the client that the answer is broken, in its own protocol and fitting what
   * was sent so far; no normal terminator follows (I6, 2.5). For an upstream's error event, a cut,
   * a time-out, an empty wallet alike. Ends the translation.
   *
   * @param requestId what Anthropic's shape names
   */
  byte[] broken(Refusal why, String requestId);
}
