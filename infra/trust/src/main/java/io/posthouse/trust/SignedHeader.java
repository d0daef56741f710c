package io.posthouse.trust;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Signs and verifies header values of the form {@code kid.b64url(payload).b64url(HMAC-SHA256)}.
 *
 * <p>Thread-safe. The MAC is compared in constant time.
 */
public final class SignedHeader {

  /** The longest value that is looked at, in characters; a longer one is refused unread. */
  public static final int MAXIMUM_LENGTH = 16 * 1024;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private final SigningSecrets secrets;

  /**
   * @param secrets the secrets to sign and verify with
   */
  public SignedHeader(SigningSecrets secrets) {
    this.secrets = secrets;
  }

  /** The header value for a payload (JSON, UTF-8), signed with the first secret. */
  public String sign(byte[] payload) {
    String kid = secrets.signingKid();
    Mac mac = secrets.mac(kid);
    if (mac == null) {
      throw new IllegalStateException("no secret for kid " + kid);
    }
    String signed = kid + "." + ENCODER.encodeToString(payload);
    return signed + "." + ENCODER.encodeToString(over(signed, mac));
  }

  /**
   * The payload of a header value.
   *
   * @param value as received; null when the header was missing
   * @throws SignatureException when it is missing, malformed, signed by an unknown secret, or wrong
   */
  public byte[] verify(@Nullable String value) {
    if (value == null) {
      throw SignatureException.MISSING;
    }
    if (value.length() > MAXIMUM_LENGTH) {
      throw SignatureException.MALFORMED;
    }
    int first = value.indexOf('.');
    int last = value.lastIndexOf('.');
    if (first <= 0 || last <= first + 1) {
      throw SignatureException.MALFORMED;
    }
    Mac mac = secrets.mac(value.substring(0, first));
    if (mac == null) {
      throw SignatureException.UNKNOWN_SECRET;
    }
    byte[] expected = over(value.substring(0, last), mac);
    byte[] claimed;
    byte[] payload;
    try {
      claimed = DECODER.decode(value.substring(last + 1));
      payload = DECODER.decode(value.substring(first + 1, last));
    } catch (IllegalArgumentException notBase64) {
      throw SignatureException.MALFORMED;
    }
    if (!MessageDigest.isEqual(expected, claimed)) {
      throw SignatureException.WRONG;
    }
    return payload;
  }

  private static byte[] over(String signed, Mac mac) {
    return mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
  }
}
