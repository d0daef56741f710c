package io.posthouse.relay.metering;

/**
 * Our own guess while a tokenizer would cost too much: about four characters per token
 * (protocols.md 1.8). What is charged is counted by {@link TokenCounts}.
 */
final class Estimate {

  private static final long CHARACTERS_PER_TOKEN = 4;

  private Estimate() {}

  /** Tokens of that many characters, rounded up. */
  static long tokens(long characters) {
    return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }
}
