package io.posthouse.servers;

import java.nio.file.Path;
import java.util.Map;

/**
 * How one Keycloak runs. Every instance has a home, ports and a database of its own, so several run
 * side by side.
 *
 * @param home its working folder: configuration, the realm to import, temporary files; made when it
 *     is not there
 * @param port the HTTP port, on 127.0.0.1
 * @param managementPort where {@code /health/ready} answers, on 127.0.0.1
 * @param publicUrl the origin people reach it by, without a trailing slash: tokens' {@code iss}
 *     begins with it, whatever address a request came to. The realm is imported with it, once
 * @param jdbcUrl an empty database, or one that Keycloak has used before
 * @param jdbcUser the database's user
 * @param jdbcPassword that user's password
 * @param adminClientId a service account with full rights, made in the realm {@code master} when
 *     the database is empty; {@link KeycloakRealm} signs in with it
 * @param adminClientSecret its secret
 * @param importSecrets values for the realm file's placeholders: {@code
 *     POSTHOUSE_KEYCLOAK_CLIENTSECRET} and {@code POSTHOUSE_GATEWAY_OIDC_CLIENTSECRET}; {@code
 *     POSTHOUSE_PUBLICURL} is {@code publicUrl}. They count when the realm is imported, which an
 *     existing realm is not
 */
public record KeycloakSettings(
    Path home,
    int port,
    int managementPort,
    String publicUrl,
    String jdbcUrl,
    String jdbcUser,
    String jdbcPassword,
    String adminClientId,
    String adminClientSecret,
    Map<String, String> importSecrets) {

  /** Keeps a copy of the secrets. */
  public KeycloakSettings {
    importSecrets = Map.copyOf(importSecrets);
  }

  /** What the server listens on, without a trailing slash. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Answers 200 once the server is ready for requests. */
  public String readyUrl() {
    return "http://127.0.0.1:" + managementPort + "/health/ready";
  }

  /** Prints no secret. */
  @Override
  public String toString() {
    return "KeycloakSettings[home=" + home + ", port=" + port + ", publicUrl=" + publicUrl + "]";
  }
}
