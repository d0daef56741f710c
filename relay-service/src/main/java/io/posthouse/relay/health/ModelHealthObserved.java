package io.posthouse.relay.health;

import java.time.Instant;

/**
 * The event {@code relay.model-health.v1}: one minute of one model in one channel, at one instance.
 *
 * @param firstContentMillis added up over {@code firstContents} calls
 * @param streamMillis how long the answers with {@code outputTokens} took
 */
record ModelHealthObserved(
    Instant minute,
    String model,
    String channel,
    long calls,
    long failures,
    long firstContents,
    long firstContentMillis,
    long outputTokens,
    long streamMillis) {

  static final String TOPIC = "relay.model-health.v1";

  static ModelHealthObserved of(Instant minute, ModelHealth.Counts counts) {
    return new ModelHealthObserved(
        minute,
        counts.model(),
        counts.channel(),
        counts.calls(),
        counts.failures(),
        counts.firstContents(),
        counts.firstContentMillis(),
        counts.outputTokens(),
        counts.streamMillis());
  }
}
