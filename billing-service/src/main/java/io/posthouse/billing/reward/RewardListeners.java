package io.posthouse.billing.reward;

import io.posthouse.outbox.Event;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Takes referral's events off Kafka. */
@Component
class RewardListeners {

  private final Rewards rewards;

  RewardListeners(Rewards rewards) {
    this.rewards = rewards;
  }

  @KafkaListener(topics = "referral.reward-granted.v1")
  void granted(ConsumerRecord<String, byte[]> record) {
    rewards.granted(Event.of(record));
  }

  @KafkaListener(topics = "referral.reward-revoked.v1")
  void revoked(ConsumerRecord<String, byte[]> record) {
    rewards.revoked(Event.of(record));
  }

  @KafkaListener(topics = "referral.reward-restored.v1")
  void restored(ConsumerRecord<String, byte[]> record) {
    rewards.restored(Event.of(record));
  }
}
