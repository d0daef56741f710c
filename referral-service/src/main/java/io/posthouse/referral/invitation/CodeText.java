package io.posthouse.referral.invitation;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a code looks like. */
final class CodeText {

  private static final Pattern FORM = Pattern.compile("[A-Z0-9][A-Z0-9-]{2,31}");

  /** Digits and letters without those that are read for one another (0 O, 1 I L, U V). */
  private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ";

  private static final int LENGTH = 8;
  private static final SecureRandom random = new SecureRandom();

  private CodeText() {}

  /** A code as people type it, made upper-case; empty when it cannot be one. */
  static Optional<String> read(@Nullable String typed) {
    if (typed == null || typed.length() > 64) {
      return Optional.empty();
    }
    String code = typed.strip().toUpperCase(Locale.ROOT);
    return FORM.matcher(code).matches() ? Optional.of(code) : Optional.empty();
  }

  /** A new personal code: 8 characters, not to be guessed from another one. */
  static String generate() {
    StringBuilder code = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return code.toString();
  }
}
