package io.posthouse.notification.recipient;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * The sealed addresses. Those that are missing are asked for in the background, many at once, and
 * again with growing pauses (2 s to 10 min, real time) while auth-service does not know the
 * account. Several instances may do so at once.
 */
@Service
public class AddressBook {

  private static final Logger log = LoggerFactory.getLogger(AddressBook.class);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private final JdbcClient jdbc;
  private final AddressSeal seal;
  private final Contacts contacts;
  private final RealTime time;

  AddressBook(JdbcClient jdbc, AddressSeal seal, Contacts contacts, RealTime time) {
    this.jdbc = jdbc;
    this.seal = seal;
    this.contacts = contacts;
    this.time = time;
  }

  /**
   * Opens a sealed address.
   *
   * @param sealed as the table has it
   * @throws IllegalStateException if it cannot be opened
   */
  public String open(UUID accountId, byte[] sealed) {
    return seal.open(accountId, sealed);
  }

  /**
   * Forgets an address: the account is closed, or a mail server refused it. It is fetched again
   * unless closed.
   */
  public void forget(UUID accountId) {
    jdbc.sql(
            """
            update recipients set address = null, address_attempts = 0, next_fetch_at = :now
            where account_id = :account
            """)
        .param("now", Timestamp.from(time.now()))
        .param("account", accountId)
        .update();
  }

  @Scheduled(fixedDelayString = "${posthouse.delivery.poll:500ms}")
  void fetchMissing() {
    List<UUID> missing = missing();
    if (missing.isEmpty()) {
      return;
    }
    Set<UUID> unanswered = new HashSet<>(missing);
    try {
      for (Contacts.Contact contact : contacts.of(missing)) {
        if (unanswered.remove(contact.accountId())) {
          store(contact);
        }
      }
    } catch (RuntimeException noAnswer) {
      log.warn("auth-service gave no contacts and is asked again: {}", noAnswer.toString());
    }
    unanswered.forEach(this::askLater);
  }

  private List<UUID> missing() {
    return jdbc.sql(
            """
            select account_id from recipients
            where address is null and status <> 'CLOSED' and next_fetch_at <= :now
            order by next_fetch_at limit :most
            """)
        .param("now", Timestamp.from(time.now()))
        .param("most", Contacts.MOST)
        .query((row, n) -> row.getObject("account_id", UUID.class))
        .list();
  }

  private void store(Contacts.Contact contact) {
    jdbc.sql(
            """
            update recipients set address = :address, address_attempts = 0
            where account_id = :account and status <> 'CLOSED'
            """)
        .param("address", seal.seal(contact.accountId(), contact.address()))
        .param("account", contact.accountId())
        .update();
  }

  private void askLater(UUID accountId) {
    Instant now = time.now();
    jdbc.sql(
            """
            update recipients set address_attempts = address_attempts + 1,
              next_fetch_at = cast(:now as timestamptz) + least(interval '1 second' * power(2, least(address_attempts, 12) + 1),
                                           interval '1 second' * :longest)
            where account_id = :account
            """)
        .param("now", Timestamp.from(now))
        .param("longest", LONGEST_PAUSE.toSeconds())
        .param("account", accountId)
        .update();
  }
}
