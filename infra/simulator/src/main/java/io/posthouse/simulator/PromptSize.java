package io.posthouse.simulator;

import java.nio.charset.StandardCharsets;

/**
 * Counts a prompt's tokens: UTF-8 bytes of its text divided by 4, rounded up. Confined to one
 * thread.
 */
final class PromptSize {

  private long bytes;
  private long upTo1h;
  private long upTo5m;

  void add(String text) {
    bytes += text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Marks what was added so far as a prefix to cache. */
  void cacheHere(boolean oneHour) {
    if (oneHour) {
      upTo1h = bytes;
    } else {
      upTo5m = bytes;
    }
  }

  /** All tokens, at least 1. */
  long total() {
    return Math.max(1, tokens(bytes));
  }

  long cached1h() {
    return tokens(upTo1h);
  }

  long cached5m() {
    return Math.max(0, tokens(upTo5m) - cached1h());
  }

  /** Tokens of that many bytes of text. */
  static long tokens(long bytes) {
    return (bytes + 3) / 4;
  }
}
