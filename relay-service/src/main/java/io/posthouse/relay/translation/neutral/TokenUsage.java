package io.posthouse.relay.translation.neutral;

import org.jspecify.annotations.Nullable;

/**
 * What the upstream reported, for the client's eyes (protocols.md 4.4); the bill is not made of it.
 *
 * @param uncached input that was neither read from nor written to a cache
 * @param write5m written for five minutes, or for a time nobody told
 * @param output all of it, reasoning included
 * @param reasoning null when it was not told
 */
public record TokenUsage(
    long uncached, long read, long write5m, long write1h, long output, @Nullable Long reasoning) {

  /** Cache writes of every kind. */
  public long written() {
    return write5m + write1h;
  }

  /** All input, as OpenAI and Gemini count it. */
  public long input() {
    return uncached + read + write5m + write1h;
  }
}
