package io.posthouse.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where people's tokens come from.
 *
 * @param issuer the exact {@code iss} of a token
 * @param jwkSetUri where the realm's public keys are fetched, by a way that need not be the public
 *     one
 * @param audience what {@code aud} must contain
 */
@ConfigurationProperties("posthouse.identity")
public record IdentityProperties(
    String issuer, String jwkSetUri, @DefaultValue("posthouse-api") String audience) {}
