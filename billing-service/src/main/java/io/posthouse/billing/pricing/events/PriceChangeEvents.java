package io.posthouse.billing.pricing.events;

import io.posthouse.billing.pricing.Announcement;
import io.posthouse.billing.pricing.PriceChanges;
import io.posthouse.outbox.Event;
import io.posthouse.outbox.Inbox;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Announced price changes, from notification-service. */
@Component
class PriceChangeEvents {

  static final String ANNOUNCED = "notification.price-change-announced.v1";
  static final String WITHDRAWN = "notification.price-change-withdrawn.v1";

  private final PriceChanges changes;
  private final Inbox inbox;

  PriceChangeEvents(PriceChanges changes, Inbox inbox) {
    this.changes = changes;
    this.inbox = inbox;
  }

  @KafkaListener(topics = ANNOUNCED)
  @Transactional
  public void announced(ConsumerRecord<String, byte[]> record) {
    Event event = Event.of(record);
    if (inbox.firstTime(event.id(), event.type())) {
      changes.announced(event.as(Announced.class).announcement(event.time()));
    }
  }

  @KafkaListener(topics = WITHDRAWN)
  @Transactional
  public void withdrawn(ConsumerRecord<String, byte[]> record) {
    Event event = Event.of(record);
    if (inbox.firstTime(event.id(), event.type())) {
      changes.withdrawn(event.as(Announced.class).announcement(event.time()));
    }
  }

  /**
   * Our copy of {@code notification.price-change-announced.v1}, and of the withdrawal, which
   * repeats its fields.
   */
  record Announced(
      UUID announcementId,
      int revision,
      String channel,
      String multiplier,
      Instant announcedAt,
      Instant effectiveAt,
      Wording reason) {

    Announcement announcement(Instant sentAt) {
      return new Announcement(
          announcementId,
          revision,
          channel,
          new BigDecimal(multiplier),
          announcedAt,
          effectiveAt,
          reason.en(),
          reason.zh(),
          sentAt);
    }
  }

  /** A text in both languages. */
  record Wording(String en, String zh) {}
}
