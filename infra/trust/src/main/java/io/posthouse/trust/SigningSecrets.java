package io.posthouse.trust;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A list of HMAC secrets: the first signs, all verify. Immutable. Never prints a secret.
 *
 * @see #parse(String, List)
 */
public final class SigningSecrets {

  /** The shortest secret that is accepted, in bytes. */
  public static final int MINIMUM_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{1,32}");

  private final String signingKid;
  private final Map<String, Mac> byKid;

  private SigningSecrets(String signingKid, Map<String, Mac> byKid) {
    this.signingKid = signingKid;
    this.byKid = byKid;
  }

  /**
   * Reads a list of secrets as configuration states it.
   *
   * @param property the property's name, for messages
   * @param entries {@code kid:base64}, at least one
   * @throws IllegalArgumentException if the list is empty, or an entry is malformed, doubled or
   *     shorter than {@value #MINIMUM_BYTES} bytes; the message names the entry's position and
   *     never its secret
   */
  public static SigningSecrets parse(String property, List<String> entries) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException(property + ": empty (expected: at least one kid:base64)");
    }
    Map<String, Mac> byKid = new LinkedHashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      String at = property + "[" + i + "]";
      String entry = entries.get(i).strip();
      int colon = entry.indexOf(':');
      if (colon < 0 || !KID.matcher(entry.substring(0, colon)).matches()) {
        throw new IllegalArgumentException(at + ": malformed (expected: kid:base64)");
      }
      byte[] secret = decode(at, entry.substring(colon + 1));
      if (secret.length < MINIMUM_BYTES) {
        throw new IllegalArgumentException(
            at + ": " + secret.length + " bytes (expected: >= " + MINIMUM_BYTES + ")");
      }
      String kid = entry.substring(0, colon);
      if (byKid.put(kid, mac(secret)) != null) {
        throw new IllegalArgumentException(at + ": kid '" + kid + "' stands twice");
      }
    }
    return new SigningSecrets(byKid.keySet().iterator().next(), Map.copyOf(byKid));
  }

  private static byte[] decode(String at, String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(at + ": not base64", malformed);
    }
  }

  /** The id of the secret that signs. */
  String signingKid() {
    return signingKid;
  }

  /**
   * A MAC of its own under the secret with that id, or null. A copy of one that has the key
   * already: to look the algorithm up and take the key in costs as much as the MAC itself.
   */
  @Nullable Mac mac(String kid) {
    Mac prepared = byKid.get(kid);
    try {
      return prepared == null ? null : (Mac) prepared.clone();
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("the JDK's HMAC can be copied", impossible);
    }
  }

  private static Mac mac(byte[] secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(ALGORITHM + " is part of every JDK", impossible);
    }
  }

  @Override
  public String toString() {
    return "SigningSecrets" + byKid.keySet();
  }
}
