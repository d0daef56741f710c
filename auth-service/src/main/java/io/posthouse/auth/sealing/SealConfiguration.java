package io.posthouse.auth.sealing;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes the {@link Seal}, and its index key on the very first start. */
@Configuration(proxyBeanMethods = false)
class SealConfiguration {

  private static final String INDEX_KEY = "blind-index";
  private static final byte[] PLACE =
      ("sealed_secrets|ciphertext|" + INDEX_KEY).getBytes(StandardCharsets.UTF_8);

  @Bean
  Seal seal(EncryptionProperties properties, JdbcClient jdbc) {
    Aead cipher = properties.cipher();
    try {
      return new Seal(cipher, indexKey(cipher, jdbc));
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(
          "posthouse.encryption.keyset: does not open this database's index key "
              + "(expected: the keyset the database was first started with, or one grown from it)");
    }
  }

  private static byte[] indexKey(Aead cipher, JdbcClient jdbc) throws GeneralSecurityException {
    byte[] fresh = new byte[32];
    new SecureRandom().nextBytes(fresh);
    jdbc.sql(
            """
            insert into sealed_secrets (name, ciphertext) values (:name, :ciphertext)
            on conflict do nothing
            """)
        .param("name", INDEX_KEY)
        .param("ciphertext", cipher.encrypt(fresh, PLACE))
        .update();
    byte[] stored =
        jdbc.sql("select ciphertext from sealed_secrets where name = :name")
            .param("name", INDEX_KEY)
            .query(byte[].class)
            .single();
    return cipher.decrypt(stored, PLACE);
  }
}
