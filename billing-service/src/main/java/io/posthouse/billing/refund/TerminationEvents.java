package io.posthouse.billing.refund;

import io.posthouse.outbox.Event;
import io.posthouse.outbox.Inbox;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The announcement of the service's end, from notification-service. */
@Component
class TerminationEvents {

  private final ServiceTerminations terminations;
  private final Inbox inbox;

  TerminationEvents(ServiceTerminations terminations, Inbox inbox) {
    this.terminations = terminations;
    this.inbox = inbox;
  }

  /** Our copy of {@code notification.service-termination-announced.v1}; announced at its time. */
  record Announced(UUID terminationId, Instant endsAt) {}

  @KafkaListener(topics = "notification.service-termination-announced.v1")
  @Transactional
  public void announced(ConsumerRecord<String, byte[]> record) {
    Event event = Event.of(record);
    if (inbox.firstTime(event.id(), event.type())) {
      Announced announced = event.as(Announced.class);
      terminations.announced(announced.terminationId(), event.time(), announced.endsAt());
    }
  }
}
