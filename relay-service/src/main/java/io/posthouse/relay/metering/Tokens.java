package io.posthouse.relay.metering;

import org.jspecify.annotations.Nullable;

/**
 * Tokens by kind. None is negative.
 *
 * @param input uncached input only
 * @param cacheWrite5m also OpenAI's cache writes, which have no kinds
 * @param output all output, reasoning included
 * @param reasoning informational: a part of output
 * @param media the parts of input, cacheRead and output that are sound or pictures, never more than
 *     those; null for none
 */
public record Tokens(
    long input,
    long cacheRead,
    long cacheWrite5m,
    long cacheWrite1h,
    long output,
    long reasoning,
    @Nullable MediaTokens media) {

  /** None. */
  public static final Tokens NONE = new Tokens(0, 0, 0, 0, 0, 0);

  public Tokens {
    if (input < 0
        || cacheRead < 0
        || cacheWrite5m < 0
        || cacheWrite1h < 0
        || output < 0
        || reasoning < 0) {
      throw new IllegalArgumentException("tokens: negative");
    }
    media = MediaTokens.within(media, input, cacheRead, output);
  }

  /** Tokens of which none is known to be sound or a picture. */
  public Tokens(
      long input,
      long cacheRead,
      long cacheWrite5m,
      long cacheWrite1h,
      long output,
      long reasoning) {
    this(input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning, null);
  }

  /** Both together. */
  public Tokens plus(Tokens more) {
    return new Tokens(
        input + more.input,
        cacheRead + more.cacheRead,
        cacheWrite5m + more.cacheWrite5m,
        cacheWrite1h + more.cacheWrite1h,
        output + more.output,
        reasoning + more.reasoning,
        MediaTokens.sum(media, more.media));
  }

  /** What is left of each kind without those. */
  public Tokens without(Tokens part) {
    return new Tokens(
        Math.max(0, input - part.input),
        Math.max(0, cacheRead - part.cacheRead),
        Math.max(0, cacheWrite5m - part.cacheWrite5m),
        Math.max(0, cacheWrite1h - part.cacheWrite1h),
        Math.max(0, output - part.output),
        Math.max(0, reasoning - part.reasoning),
        MediaTokens.difference(media, part.media));
  }

  /** The same with other output, of the same sound and pictures. */
  public Tokens withOutput(long tokens) {
    return withOutput(tokens, media);
  }

  /**
   * The same with other output.
   *
   * @param said of what its output's kinds are; null for text alone
   */
  Tokens withOutput(long tokens, @Nullable MediaTokens said) {
    return new Tokens(
        input,
        cacheRead,
        cacheWrite5m,
        cacheWrite1h,
        tokens,
        reasoning,
        MediaTokens.withOutput(media, said));
  }

  /**
   * The same with so much of the input counted as read from a cache, the dearest kinds first.
   *
   * @param tokens at most what was not read from a cache
   */
  public Tokens asCacheRead(long tokens) {
    long hour = Math.min(cacheWrite1h, tokens);
    long five = Math.min(cacheWrite5m, tokens - hour);
    long fresh = tokens - hour - five;
    MediaTokens parts = media();
    return new Tokens(
        input - fresh,
        cacheRead + tokens,
        cacheWrite5m - five,
        cacheWrite1h - hour,
        output,
        reasoning,
        parts == null ? null : parts.asCacheRead(fresh, input));
  }

  /** The same with other uncached input. */
  public Tokens withInput(long tokens) {
    return new Tokens(tokens, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning, media);
  }
}
