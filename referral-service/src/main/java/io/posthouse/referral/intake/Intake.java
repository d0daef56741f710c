package io.posthouse.referral.intake;

import io.posthouse.outbox.Event;
import io.posthouse.outbox.Inbox;
import io.posthouse.referral.invitation.Invitations;
import io.posthouse.referral.invitation.Registration;
import io.posthouse.referral.reward.Rewards;
import io.posthouse.referral.reward.TopUp;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** One transaction for each event: the inbox, then the effect. */
@Component
@Transactional
class Intake {

  private final Inbox inbox;
  private final Invitations invitations;
  private final Rewards rewards;

  Intake(Inbox inbox, Invitations invitations, Rewards rewards) {
    this.inbox = inbox;
    this.invitations = invitations;
    this.rewards = rewards;
  }

  void registered(Event event) {
    AccountRegistered told = event.as(AccountRegistered.class);
    if (inbox.firstTime(event.id(), event.type())) {
      rewards.lock(told.accountId());
      invitations.register(
          new Registration(
              told.accountId(),
              told.invitationCode(),
              told.device(),
              told.network(),
              event.time()));
      rewards.settle(told.accountId());
    }
  }

  void topUpPaid(Event event) {
    TopUpPaid told = event.as(TopUpPaid.class);
    if (told.first() && inbox.firstTime(event.id(), event.type())) {
      rewards.topUpPaid(
          told.accountId(), new TopUp(told.topUpId(), told.credited().toUsd(), event.time()));
    }
  }

  void topUpRefunded(Event event) {
    TopUpRefunded told = event.as(TopUpRefunded.class);
    if (inbox.firstTime(event.id(), event.type())) {
      rewards.topUpRefunded(told.accountId(), told.topUpId(), told.refundId(), event.time());
    }
  }

  void topUpRestored(Event event) {
    TopUpRestored told = event.as(TopUpRestored.class);
    if (inbox.firstTime(event.id(), event.type())) {
      rewards.topUpRestored(told.accountId(), told.topUpId(), told.refundId(), event.time());
    }
  }

  void statusChanged(Event event) {
    AccountStatusChanged told = event.as(AccountStatusChanged.class);
    if (inbox.firstTime(event.id(), event.type())) {
      rewards.accountStatus(told.accountId(), told.status(), event.time());
    }
  }
}
