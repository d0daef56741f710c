package io.posthouse.gateway.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.JWKSecurityContext;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import reactor.core.publisher.Mono;

/**
 * Reads Keycloak access tokens: RS256 or ES256 by the realm's keys, our issuer, our audience, not
 * expired, and an access token rather than an ID or refresh token. The same rules as infra/web's.
 */
final class AccessTokens {

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

  private AccessTokens() {}

  static ReactiveJwtDecoder decoder(IdentityProperties identity, RealmKeys keys) {
    NimbusReactiveJwtDecoder decoder =
        NimbusReactiveJwtDecoder.withJwkSource(keys)
            .jwtProcessorCustomizer(
                processor ->
                    processor.setJWSKeySelector(
                        new JWSVerificationKeySelector<JWKSecurityContext>(
                            ALGORITHMS,
                            (selector, context) ->
                                context == null
                                    ? List.of()
                                    : selector.select(new JWKSet(context.getKeys())))))
            .build();
    decoder.setJwtValidator(validator(identity));
    return decoder;
  }

  private static OAuth2TokenValidator<Jwt> validator(IdentityProperties identity) {
    return new DelegatingOAuth2TokenValidator<>(
        JwtValidators.createDefaultWithIssuer(identity.issuer()),
        token -> require("Bearer".equals(token.getClaimAsString("typ")), "not an access token"),
        token -> require(audience(token).contains(identity.audience()), "not for this audience"));
  }

  private static List<String> audience(Jwt token) {
    List<String> audience = token.getAudience();
    return audience == null ? List.of() : audience;
  }

  private static OAuth2TokenValidatorResult require(boolean condition, String otherwise) {
    return condition
        ? OAuth2TokenValidatorResult.success()
        : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", otherwise, null));
  }

  /** The person with the realm's roles. */
  static Mono<AbstractAuthenticationToken> person(Jwt token) {
    Map<String, Object> access = token.getClaimAsMap("realm_access");
    Object roles = access == null ? null : access.get("roles");
    List<GrantedAuthority> authorities =
        roles instanceof Collection<?> names
            ? names.stream()
                .filter(String.class::isInstance)
                .map(role -> (GrantedAuthority) new SimpleGrantedAuthority("ROLE_" + role))
                .toList()
            : List.of();
    return Mono.just(new JwtAuthenticationToken(token, authorities));
  }
}
