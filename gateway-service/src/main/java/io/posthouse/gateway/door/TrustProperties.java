package io.posthouse.gateway.door;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The secrets of the signed headers, {@code kid:base64}; the first signs.
 *
 * @param serviceSecrets for {@code X-Posthouse-Service}
 * @param callerSecrets for {@code X-Posthouse-Caller}
 */
@ConfigurationProperties("posthouse.trust")
record TrustProperties(
    @DefaultValue List<String> serviceSecrets, @DefaultValue List<String> callerSecrets) {}
