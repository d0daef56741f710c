package io.posthouse.auth.identity;

import jakarta.ws.rs.client.ClientBuilder;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jboss.resteasy.client.jaxrs.ResteasyClientBuilder;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.admin.client.JacksonProvider;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes Keycloak's admin client; nothing is asked until it is used. */
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

  @Bean(destroyMethod = "close")
  Keycloak keycloak(KeycloakProperties properties, ObjectProvider<HttpClientSettings> http) {
    ResteasyClientBuilder builder = (ResteasyClientBuilder) ClientBuilder.newBuilder();
    builder
        .connectionPoolSize(20)
        .connectTimeout(2, TimeUnit.SECONDS)
        .readTimeout(15, TimeUnit.SECONDS)
        .register(new JacksonProvider(), 100);
    SSLContext tls = tls(http.getIfAvailable());
    if (tls != null) {
      builder.sslContext(tls);
    }
    return KeycloakBuilder.builder()
        .serverUrl(properties.requiredUrl())
        .realm(properties.realm())
        .grantType(OAuth2Constants.CLIENT_CREDENTIALS)
        .clientId(properties.clientId())
        .clientSecret(properties.requiredClientSecret())
        .resteasyClient(builder.build())
        .build();
  }

  /**
   * The bundle that {@code spring.http.clients.ssl.bundle} names, or null for the JDK's own trust.
   */
  private static @Nullable SSLContext tls(@Nullable HttpClientSettings settings) {
    SslBundle bundle = settings == null ? null : settings.sslBundle();
    return bundle == null ? null : bundle.createSslContext();
  }

  @Bean
  People people(Keycloak keycloak, KeycloakProperties properties) {
    return new People(keycloak.realm(properties.realm()));
  }
}
