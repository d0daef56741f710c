package io.posthouse.auth.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** The pepper that makes new keys. The others are the gateway's affair: here MACs arrive made. */
@Component
class Peppers {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MINIMUM_BYTES = 32;
  private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/=]+)");

  private final String version;
  private final SecretKey pepper;

  Peppers(KeyProperties properties) {
    List<String> entries = properties.peppers();
    if (entries.isEmpty()) {
      throw new IllegalStateException(
          "posthouse.keys.peppers: missing (expected: at least one version:base64)");
    }
    for (int i = 0; i < entries.size(); i++) {
      check("posthouse.keys.peppers[" + i + "]", entries.get(i).strip());
    }
    String first = entries.getFirst().strip();
    int colon = first.indexOf(':');
    this.version = first.substring(0, colon);
    this.pepper =
        new SecretKeySpec(Base64.getDecoder().decode(first.substring(colon + 1)), ALGORITHM);
  }

  private static void check(String at, String entry) {
    var matcher = ENTRY.matcher(entry);
    if (!matcher.matches()) {
      throw new IllegalStateException(at + ": malformed (expected: version:base64)");
    }
    int bytes = Base64.getDecoder().decode(matcher.group(2)).length;
    if (bytes < MINIMUM_BYTES) {
      throw new IllegalStateException(
          at + ": " + bytes + " bytes (expected: >= " + MINIMUM_BYTES + ")");
    }
  }

  /** The version of the pepper that {@link #mac} uses. */
  String version() {
    return version;
  }

  /** HMAC-SHA256 over the whole key. */
  byte[] mac(String key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(pepper);
      return mac.doFinal(key.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(ALGORITHM + " is part of every JDK", impossible);
    }
  }
}
