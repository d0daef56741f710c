package io.posthouse.gateway.edge;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The public listeners.
 *
 * @param httpsPort the TLS 1.3 listener's port; null for none, 0 for a free one
 * @param trustedProxies addresses or CIDR ranges of the ingress in front; only from there is {@code
 *     X-Forwarded-For} believed
 * @param idleTimeout a connection without a request is closed
 * @param readTimeout a request that stops in its body is given up
 * @param lingering how long a refused client may go on sending
 * @param maximumHeaders the size of a request's headers
 */
@ConfigurationProperties("posthouse.gateway")
public record EdgeProperties(
    @Nullable Integer httpsPort,
    @DefaultValue List<String> trustedProxies,
    @DefaultValue("75s") Duration idleTimeout,
    @DefaultValue("60s") Duration readTimeout,
    @DefaultValue("10s") Duration lingering,
    @DefaultValue("32KB") DataSize maximumHeaders) {}
