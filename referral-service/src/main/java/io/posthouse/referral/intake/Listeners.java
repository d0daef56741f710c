package io.posthouse.referral.intake;

import io.posthouse.outbox.Event;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Takes the events off Kafka, one at a time and in the order of their key. */
@Component
class Listeners {

  private final Intake intake;

  Listeners(Intake intake) {
    this.intake = intake;
  }

  @KafkaListener(topics = "auth.account-registered.v1")
  void registered(ConsumerRecord<String, byte[]> record) {
    intake.registered(Event.of(record));
  }

  @KafkaListener(topics = "auth.account-status-changed.v1")
  void statusChanged(ConsumerRecord<String, byte[]> record) {
    intake.statusChanged(Event.of(record));
  }

  @KafkaListener(topics = "billing.top-up-paid.v1")
  void topUpPaid(ConsumerRecord<String, byte[]> record) {
    intake.topUpPaid(Event.of(record));
  }

  @KafkaListener(topics = "billing.top-up-refunded.v1")
  void topUpRefunded(ConsumerRecord<String, byte[]> record) {
    intake.topUpRefunded(Event.of(record));
  }

  @KafkaListener(topics = "billing.top-up-restored.v1")
  void topUpRestored(ConsumerRecord<String, byte[]> record) {
    intake.topUpRestored(Event.of(record));
  }
}
