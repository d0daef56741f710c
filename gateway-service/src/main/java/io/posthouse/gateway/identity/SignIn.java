package io.posthouse.gateway.identity;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.server.ServerOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.server.WebSessionServerOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/**
 * This service as a client of the realm. The endpoints are stated, not discovered: the browser's
 * are below the issuer, ours at Keycloak's own address.
 */
@Configuration(proxyBeanMethods = false)
class SignIn {

  static final String REGISTRATION = "posthouse";

  private static final String PROTOCOL = "/protocol/openid-connect";

  @Bean
  ReactiveClientRegistrationRepository registrations(
      IdentityProperties identity,
      OidcProperties oidc,
      @Value("${posthouse.keycloak.url}") String keycloak,
      @Value("${posthouse.public-url}") String publicUrl) {
    String realm = URI.create(identity.issuer()).getRawPath();
    ClientRegistration registration =
        ClientRegistration.withRegistrationId(REGISTRATION)
            .clientId(oidc.clientId())
            .clientSecret(oidc.clientSecret())
            .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .redirectUri(publicUrl + "/login/oauth2/code/{registrationId}")
            .scope("openid", "email", "profile")
            .issuerUri(identity.issuer())
            .authorizationUri(identity.issuer() + PROTOCOL + "/auth")
            .tokenUri(keycloak + realm + PROTOCOL + "/token")
            .jwkSetUri(identity.jwkSetUri())
            .userNameAttributeName("sub")
            .providerConfigurationMetadata(
                Map.of("end_session_endpoint", identity.issuer() + PROTOCOL + "/logout"))
            .clientSettings(
                ClientRegistration.ClientSettings.builder().requireProofKey(true).build())
            .build();
    return new InMemoryReactiveClientRegistrationRepository(registration);
  }

  /** Tokens live in the session, and go with it. */
  @Bean
  ServerOAuth2AuthorizedClientRepository authorizedClients() {
    return new WebSessionServerOAuth2AuthorizedClientRepository();
  }

  @Bean
  ReactiveOAuth2AuthorizedClientManager authorizedClientManager(
      ReactiveClientRegistrationRepository registrations,
      ServerOAuth2AuthorizedClientRepository clients) {
    DefaultReactiveOAuth2AuthorizedClientManager manager =
        new DefaultReactiveOAuth2AuthorizedClientManager(registrations, clients);
    manager.setAuthorizedClientProvider(
        ReactiveOAuth2AuthorizedClientProviderBuilder.builder()
            .authorizationCode()
            .refreshToken(refresh -> refresh.clockSkew(Duration.ofSeconds(20)))
            .build());
    return manager;
  }
}
