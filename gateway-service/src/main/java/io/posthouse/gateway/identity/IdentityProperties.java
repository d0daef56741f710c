package io.posthouse.gateway.identity;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where people's tokens come from.
 *
 * @param issuer the exact {@code iss} of a token
 * @param jwkSetUri where the realm's public keys are fetched
 * @param audience what {@code aud} must contain
 */
@Validated
@ConfigurationProperties("posthouse.identity")
record IdentityProperties(
    @NotBlank String issuer,
    @NotBlank String jwkSetUri,
    @DefaultValue("posthouse-api") String audience) {}
