package io.posthouse.relay.metering;

/**
 * Our own count, where there is no better one: about four characters per token (protocols.md 1.8).
 */
public final class Estimate {

  private static final long CHARACTERS_PER_TOKEN = 4;

  private Estimate() {}

  /** Tokens of that many characters, rounded up. */
  public static long tokens(long characters) {
    return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }
}
