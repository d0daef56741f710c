package io.posthouse.notification.pricechange;

import io.posthouse.outbox.Event;
import io.posthouse.outbox.Inbox;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What billing did with an announced change ({@code billing.price-change-scheduled.v1}). */
@Component
class PriceChangeScheduled {

  static final String TOPIC = "billing.price-change-scheduled.v1";

  private static final Logger log = LoggerFactory.getLogger(PriceChangeScheduled.class);

  private final PriceChangeRepository changes;
  private final Inbox inbox;

  PriceChangeScheduled(PriceChangeRepository changes, Inbox inbox) {
    this.changes = changes;
    this.inbox = inbox;
  }

  @KafkaListener(topics = TOPIC)
  @Transactional
  public void received(ConsumerRecord<String, byte[]> record) {
    Event event = Event.of(record);
    if (!inbox.firstTime(event.id(), event.type())) {
      return;
    }
    Scheduled scheduled = event.as(Scheduled.class);
    Optional<PriceChange> change = changes.findById(scheduled.announcementId());
    if (change.isEmpty()) {
      log.warn("billing speaks of an unknown price change: {}", scheduled.announcementId());
      return;
    }
    apply(change.get(), scheduled);
  }

  /**
   * Scheduling that crosses a withdrawal on its way changes nothing; being in force does, and is
   * loud.
   */
  private static void apply(PriceChange change, Scheduled scheduled) {
    Status said = scheduled.read();
    switch (said) {
      case SCHEDULED -> {
        if (change.status() == Status.ANNOUNCED && scheduled.isOf(change)) {
          change.settle(said, null);
        }
      }
      case IN_FORCE -> {
        if (change.status() == Status.WITHDRAWN) {
          log.error("billing put a withdrawn price change in force: {}", change.id());
        }
        change.settle(said, null);
      }
      case REFUSED -> {
        log.error(
            "billing refused an announced price change: {}: {}", change.id(), scheduled.why());
        if (change.status() != Status.WITHDRAWN) {
          change.settle(said, scheduled.why());
        }
      }
      case WITHDRAWN, PENDING, ANNOUNCED ->
          log.debug("billing repeats what this service decided: {}", change.id());
    }
  }

  record Scheduled(
      UUID announcementId, @Nullable Integer revision, String status, @Nullable String why) {

    /** Whether it is about the latest revision. */
    boolean isOf(PriceChange change) {
      return revision == null || revision == change.revision();
    }

    Status read() {
      return switch (status) {
        case "scheduled" -> Status.SCHEDULED;
        case "in-force" -> Status.IN_FORCE;
        case "refused" -> Status.REFUSED;
        case "withdrawn" -> Status.WITHDRAWN;
        default ->
            throw new IllegalArgumentException(
                "status: " + status + " (expected: scheduled, in-force, refused or withdrawn)");
      };
    }
  }
}
