package io.posthouse.billing.wallet;

import io.posthouse.outbox.Event;
import io.posthouse.outbox.Inbox;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Accounts, from auth-service: a verified one gets a wallet, a suspended one no lease. */
@Component
class AccountEvents {

  private final Wallets wallets;
  private final Inbox inbox;

  AccountEvents(Wallets wallets, Inbox inbox) {
    this.wallets = wallets;
    this.inbox = inbox;
  }

  @KafkaListener(topics = "auth.account-registered.v1")
  @Transactional
  public void registered(ConsumerRecord<String, byte[]> record) {
    Event event = Event.of(record);
    if (inbox.firstTime(event.id(), event.type())) {
      wallets.open(event.as(Registered.class).accountId());
    }
  }

  @KafkaListener(topics = "auth.account-status-changed.v1")
  @Transactional
  public void statusChanged(ConsumerRecord<String, byte[]> record) {
    Event event = Event.of(record);
    if (inbox.firstTime(event.id(), event.type())) {
      StatusChanged changed = event.as(StatusChanged.class);
      wallets.changeStatus(
          changed.accountId(), WalletStatus.of(changed.status()), changed.version());
    }
  }

  /** Our copy of {@code auth.account-registered.v1}. */
  record Registered(UUID accountId) {}

  /** Our copy of {@code auth.account-status-changed.v1}. */
  record StatusChanged(UUID accountId, String status, long version) {}
}
