package io.posthouse.relay.operator;

import io.posthouse.relay.routing.TranslationOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An upstream as operators see it: without its credentials.
 *
 * @param credentials how many there are
 * @param surfaces what it serves, by the names of {@code Surface.group}
 * @param egress without a proxy's password
 * @param translation what holds for calls that are translated to it
 * @param warnings what an operator should know all the time, such as less than TLS 1.3
 */
public record UpstreamView(
    String id,
    String channel,
    String name,
    String protocol,
    String baseUrl,
    int credentials,
    Map<String, String> models,
    List<String> surfaces,
    int priority,
    int weight,
    boolean enabled,
    @Nullable EgressSetting egress,
    String minimumTls,
    String onClientGone,
    @Nullable String dedicatedTo,
    TranslationOptions translation,
    List<String> warnings,
    Instant createdAt) {}
