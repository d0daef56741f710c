package io.posthouse.billing.usage;

import io.posthouse.billing.encryption.Encryption;
import java.security.GeneralSecurityException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Signs receipts with the key of the configuration, or with one made on the first start.
 * Thread-safe.
 */
@Component
@EnableConfigurationProperties(ReceiptProperties.class)
public class ReceiptSigner {

  /** What the signature is made with. */
  public static final String ALGORITHM = "Ed25519";

  private static final String PROPERTY = "posthouse.receipts.signing-key";
  private static final String PLACE = "receipt_signing_key|sealed_private_key|1";

  private final SigningKey key;
  private final String keyId;

  ReceiptSigner(ReceiptProperties properties, JdbcClient jdbc, Encryption encryption, Clock clock) {
    String configured = properties.signingKey();
    this.key =
        configured == null || configured.isBlank()
            ? kept(jdbc, encryption, clock)
            : configured(configured.strip());
    this.keyId = key.id();
  }

  private static SigningKey configured(String base64) {
    try {
      return SigningKey.read(Base64.getDecoder().decode(base64));
    } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
      // The cause is left out on purpose: a parser's message may quote the key.
      throw new IllegalStateException(
          PROPERTY + ": unreadable (expected: an Ed25519 private key, PKCS#8, base64)");
    }
  }

  /** Whichever instance is first makes the key; all read the same. */
  private static SigningKey kept(JdbcClient jdbc, Encryption encryption, Clock clock) {
    try {
      if (stored(jdbc).isEmpty()) {
        SigningKey made = SigningKey.generate();
        jdbc.sql(
                """
                insert into receipt_signing_key (key_id, sealed_private_key, public_key, made_at)
                values (:id, :sealed, :public, :now) on conflict do nothing
                """)
            .param("id", made.id())
            .param("sealed", encryption.seal(made.privateKey().getEncoded(), PLACE))
            .param("public", made.publicKey())
            .param("now", Timestamp.from(clock.instant()))
            .update();
      }
      return SigningKey.read(encryption.open(stored(jdbc).orElseThrow(), PLACE));
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException("the receipts' signing key could not be read", failed);
    }
  }

  private static Optional<byte[]> stored(JdbcClient jdbc) {
    return jdbc.sql("select sealed_private_key from receipt_signing_key")
        .query((row, n) -> row.getBytes(1))
        .optional();
  }

  /** The receipt with its signature. */
  Receipt sign(Receipt receipt) {
    byte[] signature = key.sign(CanonicalJson.of(receipt));
    return receipt.signed(
        new Receipt.Signature(
            ALGORITHM, keyId, Base64.getUrlEncoder().withoutPadding().encodeToString(signature)));
  }

  /** The key's id. */
  public String keyId() {
    return keyId;
  }

  /** The 32 bytes of the public key, base64url without padding. */
  public String publicKey() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key.publicKey());
  }
}
