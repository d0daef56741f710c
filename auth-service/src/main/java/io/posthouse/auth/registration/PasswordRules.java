package io.posthouse.auth.registration;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a password must be (P40): the realm's policy, said before Keycloak would. bcrypt reads 72
 * bytes, so a longer one is refused rather than cut.
 */
final class PasswordRules {

  private static final int SHORTEST = 8;
  private static final int MOST_BYTES = 72;

  private PasswordRules() {}

  /** What is wrong with a password, for a person; empty when nothing is. Quotes nothing of it. */
  static Optional<String> violation(String password) {
    int length = password.codePointCount(0, password.length());
    int bytes = password.getBytes(StandardCharsets.UTF_8).length;
    if (length < SHORTEST) {
      return Optional.of("password: " + length + " characters (expected: >= " + SHORTEST + ")");
    }
    if (bytes > MOST_BYTES) {
      return Optional.of("password: " + bytes + " bytes (expected: <= " + MOST_BYTES + ")");
    }
    if (password.chars().noneMatch(c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) {
      return Optional.of("password: no letter (expected: at least one of a-z, A-Z)");
    }
    if (password.chars().noneMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of("password: no digit (expected: at least one of 0-9)");
    }
    if (password.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("password: a control character (expected: none)");
    }
    return Optional.empty();
  }
}
