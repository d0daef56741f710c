package io.posthouse.gateway.identity;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * This service as a client of the realm.
 *
 * @param clientId its name there
 * @param clientSecret its secret there; there is no default
 */
@Validated
@ConfigurationProperties("posthouse.gateway.oidc")
record OidcProperties(@DefaultValue("gateway") String clientId, @NotBlank String clientSecret) {

  @Override
  public String toString() {
    return "OidcProperties[" + clientId + "]";
  }
}
