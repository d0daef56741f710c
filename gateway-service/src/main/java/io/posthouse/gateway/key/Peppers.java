package io.posthouse.gateway.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets that API keys are hashed with. Auth-service hashes new keys with the first; older
 * ones are tried in order. Never prints a secret.
 */
public final class Peppers {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MINIMUM_BYTES = 32;

  private final List<Pepper> peppers;

  private Peppers(List<Pepper> peppers) {
    this.peppers = peppers;
  }

  /** One secret. */
  static final class Pepper {

    private final String version;
    private final ThreadLocal<Mac> macs;

    private Pepper(String version, byte[] secret) {
      this.version = version;
      SecretKeySpec key = new SecretKeySpec(secret, ALGORITHM);
      this.macs = ThreadLocal.withInitial(() -> mac(key));
    }

    private static Mac mac(SecretKeySpec key) {
      try {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(key);
        return mac;
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(ALGORITHM + " is part of every JDK", impossible);
      }
    }

    String version() {
      return version;
    }

    KeyMac mac(String key) {
      return KeyMac.of(macs.get().doFinal(key.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  /**
   * Reads them as configuration states them.
   *
   * @param property the property's name, for messages
   * @param entries {@code version:base64}, 32 bytes or more each
   * @throws IllegalArgumentException naming the entry's position, never its secret
   */
  public static Peppers parse(String property, List<String> entries) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException(
          property + ": empty (expected: at least one version:base64)");
    }
    List<Pepper> peppers = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      peppers.add(parse(property + "[" + i + "]", entries.get(i).strip()));
    }
    return new Peppers(List.copyOf(peppers));
  }

  private static Pepper parse(String at, String entry) {
    int colon = entry.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException(at + ": malformed (expected: version:base64)");
    }
    byte[] secret;
    try {
      secret = Base64.getDecoder().decode(entry.substring(colon + 1));
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(at + ": not base64", malformed);
    }
    if (secret.length < MINIMUM_BYTES) {
      throw new IllegalArgumentException(
          at + ": " + secret.length + " bytes (expected: >= " + MINIMUM_BYTES + ")");
    }
    return new Pepper(entry.substring(0, colon), secret);
  }

  List<Pepper> all() {
    return peppers;
  }

  @Override
  public String toString() {
    return "Peppers" + peppers.stream().map(Pepper::version).toList();
  }
}
