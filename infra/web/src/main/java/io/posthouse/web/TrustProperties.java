package io.posthouse.web;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The secrets of the signed headers.
 *
 * @param serviceSecrets {@code kid:base64}, for {@code X-Posthouse-Service}; the first signs, all
 *     verify
 * @param callerSecrets the same, for {@code X-Posthouse-Caller}; empty where nobody reads that
 *     header
 */
@ConfigurationProperties("posthouse.trust")
public record TrustProperties(
    List<String> serviceSecrets, @DefaultValue List<String> callerSecrets) {}
