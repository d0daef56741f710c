package io.posthouse.web;

import java.util.List;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Reads Keycloak access tokens: RS256 or ES256 by the realm's keys, our issuer, our audience, not
 * expired, and an access token rather than an ID or refresh token (Keycloak says {@code
 * "typ":"Bearer"}; resilience.md A7, A9).
 */
final class AccessTokens {

  private AccessTokens() {}

  static JwtDecoder decoder(IdentityProperties identity) {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSetUri(identity.jwkSetUri())
            .jwsAlgorithm(SignatureAlgorithm.RS256)
            .jwsAlgorithm(SignatureAlgorithm.ES256)
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
}
