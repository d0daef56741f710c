package io.posthouse.relay.exchange;

import io.netty.handler.codec.http.HttpHeaders;
import io.posthouse.relay.usage.Change;
import io.posthouse.relay.usage.Proof;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What shows a client that it got the model's own output (P03): a salted digest of the bytes, what
 * was changed in them, and which model the upstream said it was. The salt goes to the client alone,
 * before the first byte, so that a short answer cannot be guessed from our records.
 */
final class AnswerProof {

  /** Where the client finds the salt: 32 hex digits. */
  static final String SALT_HEADER = "x-posthouse-answer-salt";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SALT_BYTES = 16;

  private final byte[] salt = new byte[SALT_BYTES];
  private final Set<Change> changes = EnumSet.noneOf(Change.class);

  AnswerProof() {
    RANDOM.nextBytes(salt);
  }

  /** A digest that begins with the salt. */
  Digest digest() {
    return new Digest(salt);
  }

  void changed(Change change) {
    changes.add(change);
  }

  void announce(HttpHeaders headers) {
    headers.set(SALT_HEADER, HexFormat.of().formatHex(salt));
  }

  /**
   * @param answered the model that the answer names; null when it names none
   * @param asked by the upstream's name; null when none was tried
   */
  Proof record(@Nullable String digest, @Nullable String answered, @Nullable String asked) {
    return new Proof(
        digest == null ? digest().value() : digest,
        List.copyOf(changes),
        answered,
        asked == null ? null : ModelNames.agree(asked, answered));
  }
}
