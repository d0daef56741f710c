package io.posthouse.billing.pricing.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.pricing.PriceBook;
import io.posthouse.billing.pricing.PriceChangeAnswered;
import io.posthouse.billing.pricing.PriceTouched;
import io.posthouse.outbox.Outbox;
import io.posthouse.outbox.Topics;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** Tells of price changes, in the transaction of the change. */
@Configuration(proxyBeanMethods = false)
class PriceEvents {

  static final String PRICES_CHANGED = "billing.prices-changed.v1";
  static final String PRICE_CHANGE_SCHEDULED = "billing.price-change-scheduled.v1";

  private final Outbox outbox;
  private final PriceBook prices;
  private final EntityManager entities;

  PriceEvents(Outbox outbox, PriceBook prices, EntityManager entities) {
    this.outbox = outbox;
    this.prices = prices;
    this.entities = entities;
  }

  @Bean
  static NewTopic pricesChangedTopic() {
    return Topics.compacted(PRICES_CHANGED);
  }

  @Bean
  static NewTopic priceChangeScheduledTopic() {
    return Topics.ordinary(PRICE_CHANGE_SCHEDULED);
  }

  @EventListener
  void touched(PriceTouched touched) {
    entities.flush();
    prices
        .object(touched)
        .map(PriceObjectView::of)
        .ifPresent(view -> outbox.append(PRICES_CHANGED, view.key(), view));
  }

  @EventListener
  void answered(PriceChangeAnswered answer) {
    outbox.append(
        PRICE_CHANGE_SCHEDULED,
        answer.channel(),
        new Scheduled(
            answer.announcementId().toString(),
            answer.revision(),
            answer.channel(),
            answer.status().code(),
            answer.effectiveAt(),
            answer.why()));
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Scheduled(
      String announcementId,
      int revision,
      String channel,
      String status,
      Instant effectiveAt,
      @Nullable String why) {}
}
