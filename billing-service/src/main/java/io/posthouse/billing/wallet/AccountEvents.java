package io.posthouse.billing.wallet;

import io.posthouse.outbox.Event;
import io.posthouse.outbox.Inbox;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;

/** Accounts, from auth-service: a verified one gets a wallet, a suspended one no lease. */
@Component
class AccountEvents {

  private final Wallets wallets;
  private final Inbox inbox;
  private final LeaseDesk desk;
  private final ApplicationEventPublisher committed;

  AccountEvents(Wallets wallets, Inbox inbox, LeaseDesk desk, ApplicationEventPublisher committed) {
    this.wallets = wallets;
    this.inbox = inbox;
    this.desk = desk;
    this.committed = committed;
  }

  record Stopped(UUID accountId) {}

  /**
   * Relay nodes let no call begin on what they hold for it. A node that is away asks anew later.
   */
  @TransactionalEventListener
  void recall(Stopped stopped) {
    Thread.startVirtualThread(() -> desk.recallAll(stopped.accountId()));
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
      WalletStatus status = WalletStatus.of(changed.status());
      wallets.changeStatus(changed.accountId(), status, changed.version());
      if (status != WalletStatus.ACTIVE) {
        committed.publishEvent(new Stopped(changed.accountId()));
      }
    }
  }

  /** Our copy of {@code auth.account-registered.v1}. */
  record Registered(UUID accountId) {}

  /** Our copy of {@code auth.account-status-changed.v1}. */
  record StatusChanged(UUID accountId, String status, long version) {}
}
