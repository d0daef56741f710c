package io.posthouse.notification.pricechange;

import static java.util.Objects.requireNonNull;

import io.posthouse.notification.wording.LocalizedText;
import io.posthouse.outbox.Outbox;
import io.posthouse.outbox.Topics;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The events of this module, keyed by channel; schemas in {@code contracts/events}. */
@Configuration(proxyBeanMethods = false)
class PriceChangeEvents {

  static final String ANNOUNCED = "notification.price-change-announced.v1";
  static final String WITHDRAWN = "notification.price-change-withdrawn.v1";

  @Bean
  NewTopic priceChangeAnnounced() {
    return Topics.ordinary(ANNOUNCED);
  }

  @Bean
  NewTopic priceChangeWithdrawn() {
    return Topics.ordinary(WITHDRAWN);
  }

  static void announced(Outbox outbox, PriceChange change) {
    outbox.append(
        ANNOUNCED,
        change.channel(),
        new Announced(
            change.id(),
            change.revision(),
            change.channel(),
            change.multiplier().toPlainString(),
            change.outSince(),
            change.effectiveAt(),
            change.reason()));
  }

  static void withdrawn(Outbox outbox, PriceChange change) {
    outbox.append(
        WITHDRAWN,
        change.channel(),
        new Withdrawn(
            change.id(),
            change.revision(),
            change.channel(),
            change.multiplier().toPlainString(),
            change.outSince(),
            change.effectiveAt(),
            change.reason(),
            requireNonNull(change.withdrawnAt(), "withdrawnAt")));
  }

  record Announced(
      UUID announcementId,
      int revision,
      String channel,
      String multiplier,
      Instant announcedAt,
      Instant effectiveAt,
      LocalizedText reason) {}

  record Withdrawn(
      UUID announcementId,
      int revision,
      String channel,
      String multiplier,
      Instant announcedAt,
      Instant effectiveAt,
      LocalizedText reason,
      Instant withdrawnAt) {}
}
