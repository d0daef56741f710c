package io.posthouse.notification.recipient;

import io.posthouse.notification.wording.Language;
import io.posthouse.outbox.Event;
import io.posthouse.outbox.Inbox;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The accounts that can be told something. Thread-safe. */
@Service
public class Recipients {

  private final RecipientRepository recipients;
  private final AddressBook addresses;
  private final Inbox inbox;

  Recipients(RecipientRepository recipients, AddressBook addresses, Inbox inbox) {
    this.recipients = recipients;
    this.addresses = addresses;
    this.inbox = inbox;
  }

  /** The account, if its registration has reached this service. */
  public Optional<Recipient> find(UUID accountId) {
    return recipients.findById(accountId);
  }

  @Transactional
  void registered(Event event, AccountRegistered registered) {
    if (!inbox.firstTime(event.id(), event.type())) {
      return;
    }
    Recipient recipient = knownOrNew(registered.accountId(), event);
    recipient.registered(Language.of(registered.language()), event.time());
    recipients.save(recipient);
  }

  @Transactional
  void statusChanged(Event event, AccountStatusChanged changed) {
    if (!inbox.firstTime(event.id(), event.type())) {
      return;
    }
    Recipient recipient = knownOrNew(changed.accountId(), event);
    recipient.statusChanged(changed.status(), changed.version());
    recipients.save(recipient);
    if (recipient.status() == AccountStatus.CLOSED) {
      addresses.forget(changed.accountId());
    }
  }

  private Recipient knownOrNew(UUID accountId, Event event) {
    return recipients.findById(accountId).orElseGet(() -> new Recipient(accountId, event.time()));
  }
}
