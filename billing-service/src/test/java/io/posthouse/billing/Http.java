package io.posthouse.billing;

import io.posthouse.testing.TestTrust;
import io.posthouse.trust.SignedHeader;
import io.posthouse.trust.SigningSecrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the running service as others do: people with a token, services and the gateway with a
 * signed header.
 */
public record Http(int port) {

  /** Reads and writes JSON. */
  public static final JsonMapper JSON = JsonMapper.builder().build();

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** An answer. */
  public record Answer(int status, String body) {

    /** The body as JSON. */
    public JsonNode json() {
      return JSON.readTree(body);
    }
  }

  /** As a person. */
  public Answer person(String token, String method, String path, String body, String... headers) {
    return send(method, path, body, with(Map.of("Authorization", "Bearer " + token), headers));
  }

  /** As a service. */
  public Answer service(String method, String path, String body) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("v", 1);
    claims.put("service", "relay-service");
    claims.put("method", method);
    claims.put("path", path.replaceAll("\\?.*", ""));
    claims.put("exp", InstantSource.system().instant().getEpochSecond() + 30);
    return send(
        method, path, body, Map.of("X-Posthouse-Service", sign(TestTrust.SERVICE_SECRET, claims)));
  }

  /** As the gateway, for an API key. */
  public Answer caller(UUID account, UUID key, Object spendLimit, String path) {
    return send(
        "GET",
        path,
        "",
        Map.of("X-Posthouse-Caller", callerHeader(account, key, spendLimit, path)));
  }

  /** What the gateway signs. */
  public static String callerHeader(UUID account, UUID key, Object spendLimit, String path) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("v", 1);
    claims.put("requestId", UUID.randomUUID().toString());
    claims.put("keyId", key.toString());
    claims.put("accountId", account.toString());
    claims.put("channels", List.of());
    claims.put("models", List.of());
    if (spendLimit != null) {
      claims.put("spendLimit", spendLimit);
    }
    claims.put("method", "GET");
    claims.put("path", path);
    claims.put("exp", InstantSource.system().instant().getEpochSecond() + 30);
    return sign(TestTrust.CALLER_SECRET, claims);
  }

  private static String sign(String secret, Map<String, Object> claims) {
    return new SignedHeader(SigningSecrets.parse("test", List.of(secret)))
        .sign(JSON.writeValueAsBytes(claims));
  }

  private static Map<String, String> with(Map<String, String> one, String... more) {
    Map<String, String> all = new LinkedHashMap<>(one);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }

  /** Plain, with headers. */
  public Answer send(String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    headers.forEach(request::setHeader);
    try {
      HttpResponse<String> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
