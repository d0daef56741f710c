package io.posthouse.local.home;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * The stack's secrets: each is made on first use and kept in a file of its own, readable by its
 * owner alone.
 */
public final class Secrets {

  private static final int BYTES = 32;

  private final Path folder;
  private final SecureRandom random = new SecureRandom();

  /** The secrets in a folder that is there. */
  public Secrets(Home home) {
    this.folder = home.secrets();
  }

  /** 256 random bits as base64. */
  public String key(String name) {
    return once(name, () -> Base64.getEncoder().encodeToString(bytes()));
  }

  /** A password of 256 random bits, of letters, digits, {@code -} and {@code _}. */
  public String password(String name) {
    return once(name, () -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes()));
  }

  /**
   * A password that meets the realm's policy and can be typed: 20 characters, letters and digits.
   */
  public String personPassword() {
    String alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    StringBuilder password = new StringBuilder("p7");
    for (int i = 0; i < 18; i++) {
      password.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return password.toString();
  }

  /** A Tink AEAD keyset (AES-256-GCM): its JSON, as base64. */
  public String keyset(String name) {
    return once(name, Secrets::newKeyset);
  }

  private static String newKeyset() {
    try {
      Configuration tink = AeadConfig2026.get();
      KeysetHandle keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, tink);
      String json =
          TinkJsonProtoKeysetFormat.serializeKeyset(keyset, tink, InsecureSecretKeyAccess.get());
      return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException("no keyset could be made", failed);
    }
  }

  private synchronized String once(String name, Supplier<String> maker) {
    Path file = folder.resolve(name);
    if (Files.notExists(file)) {
      Home.write(file, maker.get() + "\n");
    }
    return Home.read(file).orElseThrow();
  }

  private byte[] bytes() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return bytes;
  }
}
