package io.posthouse.web;

import io.posthouse.trust.SignatureException;
import io.posthouse.trust.SignedHeader;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signs and checks {@code X-Posthouse-Service}. The header is good for one method and path, for 30
 * s of real time (not of the business clock).
 */
final class ServiceSignature {

  private static final Duration LIFE = Duration.ofSeconds(30);

  private final SignedHeader header;
  private final InstantSource time;
  private final JsonMapper json = JsonMapper.builder().build();

  ServiceSignature(SignedHeader header, InstantSource realTime) {
    this.header = header;
    this.time = realTime;
  }

  String sign(String service, String method, String path) {
    long expires = time.instant().plus(LIFE).getEpochSecond();
    return header.sign(json.writeValueAsBytes(new Claims(1, service, method, path, expires)));
  }

  /**
   * The service that calls.
   *
   * @throws SignatureException when the header must not be believed
   */
  String verify(@Nullable String value, String method, String path) {
    Claims claims = json.readValue(header.verify(value), Claims.class);
    if (claims.exp() < time.instant().getEpochSecond()) {
      throw SignatureException.EXPIRED;
    }
    if (!claims.method().equals(method) || !claims.path().equals(path)) {
      throw SignatureException.WRONG;
    }
    return claims.service();
  }

  private record Claims(int v, String service, String method, String path, long exp) {}
}
