package io.posthouse.notification.recipient;

import io.posthouse.outbox.Event;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Follows auth-service's accounts. */
@Component
class AccountEvents {

  private final Recipients recipients;

  AccountEvents(Recipients recipients) {
    this.recipients = recipients;
  }

  @KafkaListener(topics = AccountRegistered.TOPIC)
  void registered(ConsumerRecord<String, byte[]> record) {
    Event event = Event.of(record);
    recipients.registered(event, event.as(AccountRegistered.class));
  }

  @KafkaListener(topics = AccountStatusChanged.TOPIC)
  void statusChanged(ConsumerRecord<String, byte[]> record) {
    Event event = Event.of(record);
    recipients.statusChanged(event, event.as(AccountStatusChanged.Wire.class).read());
  }
}
