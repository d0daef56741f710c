package io.posthouse.relay.edge;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes ids of translated answers: 24 hex digits that nobody can guess. Thread-safe. */
final class AnswerIds {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 12;

  private AnswerIds() {}

  static String next() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
