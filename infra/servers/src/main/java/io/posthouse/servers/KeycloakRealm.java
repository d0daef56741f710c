package io.posthouse.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The realm {@code posthouse} of a running Keycloak, for the local stack and for tests: what the
 * shipped realm does not have, on purpose. Thread-safe.
 */
public final class KeycloakRealm implements AutoCloseable {

  private static final String REALM = "posthouse";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final JsonMapper json = JsonMapper.builder().build();
  private final String url;
  private final String adminClientId;
  private final String adminClientSecret;

  /**
   * @param url the server's own address, without a trailing slash
   * @param adminClientId the service account that the server was bootstrapped with
   * @param adminClientSecret its secret
   */
  public KeycloakRealm(String url, String adminClientId, String adminClientSecret) {
    this.url = url;
    this.adminClientId = adminClientId;
    this.adminClientSecret = adminClientSecret;
  }

  /** The realm of a server that was started with these settings. */
  public static KeycloakRealm of(KeycloakSettings settings) {
    return new KeycloakRealm(
        settings.url(), settings.adminClientId(), settings.adminClientSecret());
  }

  /**
   * Makes a public client that exchanges an address and a password for a token; does nothing when
   * it is there. Only the local stack and tests may have one.
   */
  public void ensureDirectGrantClient(String clientId) {
    Map<String, Object> client =
        Map.of(
            "clientId", clientId,
            "publicClient", true,
            "standardFlowEnabled", false,
            "directAccessGrantsEnabled", true,
            "fullScopeAllowed", true,
            "defaultClientScopes", List.of("basic", "profile", "email", "posthouse-api"),
            "optionalClientScopes", List.of());
    HttpResponse<String> answer =
        send(
            admin("/clients")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(client))));
    if (answer.statusCode() != 201 && answer.statusCode() != 409) {
      throw new IllegalStateException(
          "Keycloak did not make client " + clientId + ": " + answer.statusCode());
    }
  }

  /**
   * Gives a person realm roles, beside those they have.
   *
   * @throws IllegalStateException when there is no such person or role
   */
  public void grantRoles(String email, List<String> roles) {
    JsonNode people = get("/users?exact=true&email=" + encode(email));
    if (people.isEmpty()) {
      throw new IllegalStateException(email + ": not a person of the realm");
    }
    List<JsonNode> representations = roles.stream().map(role -> get("/roles/" + role)).toList();
    HttpResponse<String> answer =
        send(
            admin("/users/" + people.get(0).get("id").stringValue() + "/role-mappings/realm")
                .header("content-type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(json.writeValueAsString(representations))));
    if (answer.statusCode() != 204) {
      throw new IllegalStateException("Keycloak did not give roles: " + answer.statusCode());
    }
  }

  /** The answer to a GET below {@code /admin/realms/posthouse}. */
  public JsonNode get(String path) {
    HttpResponse<String> answer = send(admin(path).GET());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("Keycloak: GET " + path + ": " + answer.statusCode());
    }
    return json.readTree(answer.body());
  }

  /**
   * A fresh access token of a person, through a client of {@link #ensureDirectGrantClient}.
   *
   * @throws IllegalStateException when Keycloak refuses; the message carries its reason
   */
  public String accessToken(String clientId, String email, String password) {
    return token(
        REALM,
        Map.of(
            "grant_type", "password",
            "client_id", clientId,
            "username", email,
            "password", password,
            "scope", "openid"));
  }

  private HttpRequest.Builder admin(String path) {
    String token =
        token(
            "master",
            Map.of(
                "grant_type", "client_credentials",
                "client_id", adminClientId,
                "client_secret", adminClientSecret));
    return HttpRequest.newBuilder(URI.create(url + "/admin/realms/" + REALM + path))
        .header("authorization", "Bearer " + token);
  }

  private String token(String realm, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(
                    URI.create(url + "/realms/" + realm + "/protocol/openid-connect/token"))
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    JsonNode tree = json.readTree(answer.body());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "Keycloak gave no token: " + tree.path("error_description").asString("refused"));
    }
    return tree.get("access_token").stringValue();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException("Keycloak at " + url + " does not answer", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while Keycloak was asked", stopped);
    }
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
