package io.posthouse.auth.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The admin client's way to Keycloak.
 *
 * @param url Keycloak's address, without a trailing slash; need not be the public one
 * @param realm where the people are
 * @param clientId a client with a service account that manages users
 * @param clientSecret its secret
 */
@ConfigurationProperties("posthouse.keycloak")
record KeycloakProperties(
    @Nullable String url,
    @DefaultValue("posthouse") String realm,
    @DefaultValue("auth-service") String clientId,
    @Nullable String clientSecret) {

  String requiredUrl() {
    return required("posthouse.keycloak.url", url);
  }

  String requiredClientSecret() {
    return required("posthouse.keycloak.client-secret", clientSecret);
  }

  private static String required(String property, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(property + ": missing");
    }
    return value;
  }

  /** Prints no secret. */
  @Override
  public String toString() {
    return "KeycloakProperties[url=" + url + ", realm=" + realm + ", clientId=" + clientId + "]";
  }
}
