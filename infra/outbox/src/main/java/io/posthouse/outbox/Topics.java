package io.posthouse.outbox;

import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.kafka.config.TopicBuilder;

/** The shapes of topic that contracts.md knows. The replication factor is the broker's default. */
public final class Topics {

  private Topics() {}

  /** An ordinary topic: 6 partitions. */
  public static NewTopic ordinary(String name) {
    return TopicBuilder.name(name).partitions(6).build();
  }

  /** A compacted topic, which caches read from its start: 1 partition. */
  public static NewTopic compacted(String name) {
    return TopicBuilder.name(name).partitions(1).compact().build();
  }

  /** Usage: 24 partitions, kept for 14 days. */
  public static NewTopic usage(String name) {
    return TopicBuilder.name(name)
        .partitions(24)
        .config(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(14L * 24 * 60 * 60 * 1000))
        .build();
  }
}
