package io.posthouse.gateway.caller;

import io.posthouse.gateway.protocol.Json;
import io.posthouse.trust.SignedHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Writes {@code X-Posthouse-Service} for calls of other services' {@code /internal/**}, good for
 * one method and path and for 30 s. The reactive side of infra/web's signature.
 */
public final class ServiceSigner {

  private static final long LIFE_SECONDS = Duration.ofSeconds(30).toSeconds();

  private final SignedHeader header;
  private final InstantSource time;
  private final String self;

  /**
   * @param header signs with the service secrets
   * @param self this service's name
   */
  public ServiceSigner(SignedHeader header, InstantSource realTime, String self) {
    this.header = header;
    this.time = realTime;
    this.self = self;
  }

  /** The header's value. */
  public String sign(String method, String path) {
    StringBuilder json = new StringBuilder(128);
    json.append("{\"v\":1,\"service\":");
    Json.string(json, self);
    json.append(",\"method\":");
    Json.string(json, method);
    json.append(",\"path\":");
    Json.string(json, path);
    long expires = Math.floorDiv(time.millis(), 1000) + LIFE_SECONDS;
    json.append(",\"exp\":").append(expires).append('}');
    return header.sign(json.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
