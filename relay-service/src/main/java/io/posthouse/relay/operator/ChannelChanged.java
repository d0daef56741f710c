package io.posthouse.relay.operator;

import java.util.List;

/** The event {@code relay.channel-changed.v1}. */
record ChannelChanged(
    String name,
    DisplayName displayName,
    int order,
    List<String> models,
    boolean enabled,
    String firstMultiplier,
    long version) {

  static final String TOPIC = "relay.channel-changed.v1";

  static ChannelChanged of(ChannelView channel) {
    return new ChannelChanged(
        channel.name(),
        channel.displayName(),
        channel.order(),
        channel.models(),
        channel.enabled(),
        channel.multiplier(),
        channel.version());
  }
}
