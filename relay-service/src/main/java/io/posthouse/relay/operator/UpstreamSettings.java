package io.posthouse.relay.operator;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be changed of an upstream, but for its credentials. */
record UpstreamSettings(
    String baseUrl,
    Map<String, String> models,
    int priority,
    int weight,
    boolean enabled,
    @Nullable EgressSetting egress,
    @Nullable List<String> surfaces,
    String onClientGone,
    String minimumTls,
    @Nullable UUID dedicatedTo,
    @Nullable TranslationSetting translation) {}
