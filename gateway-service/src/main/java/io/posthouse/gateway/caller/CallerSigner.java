package io.posthouse.gateway.caller;

import io.posthouse.gateway.protocol.Json;
import io.posthouse.trust.SignedHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Writes {@code X-Posthouse-Caller}: who calls, for one request, good for 30 s.
 *
 * <p>The JSON is {@code {v,requestId,keyId,accountId,channels,models,spendLimit?,method,path,exp}}.
 */
public final class CallerSigner {

  private static final long LIFE_SECONDS = Duration.ofSeconds(30).toSeconds();

  private final SignedHeader header;
  private final InstantSource time;

  /**
   * @param header signs with the caller secrets
   * @param realTime not the business clock
   */
  public CallerSigner(SignedHeader header, InstantSource realTime) {
    this.header = header;
    this.time = realTime;
  }

  /**
   * The header's value.
   *
   * @param claims the key's own part of the JSON, as {@code KeyVerdict.Accepted} has it
   * @param path raw, without the query, as it goes on to the service
   */
  public String sign(String requestId, String claims, String method, String path) {
    StringBuilder json = new StringBuilder(claims.length() + path.length() + 128);
    json.append("{\"v\":1,\"requestId\":\"").append(requestId).append("\",").append(claims);
    json.append(",\"method\":");
    Json.string(json, method);
    json.append(",\"path\":");
    Json.string(json, path);
    long expires = Math.floorDiv(time.millis(), 1000) + LIFE_SECONDS;
    json.append(",\"exp\":").append(expires).append('}');
    return header.sign(json.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
