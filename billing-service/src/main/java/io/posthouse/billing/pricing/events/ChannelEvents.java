package io.posthouse.billing.pricing.events;

import io.posthouse.billing.pricing.ChannelPrices;
import io.posthouse.billing.pricing.ChannelState;
import io.posthouse.outbox.Event;
import io.posthouse.outbox.Inbox;
import java.math.BigDecimal;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Channels, from relay-service. */
@Component
class ChannelEvents {

  private final ChannelPrices prices;
  private final Inbox inbox;

  ChannelEvents(ChannelPrices prices, Inbox inbox) {
    this.prices = prices;
    this.inbox = inbox;
  }

  @KafkaListener(topics = "relay.channel-changed.v1")
  @Transactional
  public void changed(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      return;
    }
    Event event = Event.of(record);
    if (inbox.firstTime(event.id(), event.type())) {
      prices.take(event.as(ChannelChanged.class).state());
    }
  }

  /** Our copy of {@code relay.channel-changed.v1}. */
  record ChannelChanged(
      String name,
      Wording displayName,
      int order,
      List<String> models,
      boolean enabled,
      String firstMultiplier,
      long version) {

    ChannelState state() {
      BigDecimal first = new BigDecimal(firstMultiplier);
      if (first.signum() <= 0) {
        throw new IllegalArgumentException(
            "firstMultiplier: " + firstMultiplier + " (expected: > 0)");
      }
      return new ChannelState(
          name, displayName.en(), displayName.zh(), order, models, enabled, first, version);
    }
  }

  /** A text in both languages. */
  record Wording(String en, String zh) {}
}
