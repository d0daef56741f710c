package io.posthouse.auth.account;

import io.posthouse.auth.sealing.Seal;
import io.posthouse.web.ProblemException;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The accounts, for the other modules. Thread-safe. */
@Component
public class Accounts {

  private static final String PLACE = "accounts|email";

  private final AccountRows rows;
  private final EntityManager entities;
  private final Seal seal;
  private final Clock clock;

  Accounts(AccountRows rows, EntityManager entities, Seal seal, Clock clock) {
    this.rows = rows;
    this.entities = entities;
    this.seal = seal;
    this.clock = clock;
  }

  /**
   * Opens an account, active.
   *
   * @param personId its person in Keycloak
   * @param email the verified address, in canonical form
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void open(UUID id, String personId, String email, String language) {
    entities.persist(
        new Account(
            id,
            personId,
            seal.close(email, PLACE, id),
            seal.index(email),
            language,
            clock.instant()));
    entities.flush();
  }

  /** The account with that address (canonical form), if there is one. */
  @Transactional(readOnly = true)
  public Optional<UUID> withAddress(String email) {
    return rows.findByEmailIndex(seal.index(email)).map(Account::id);
  }

  /** Whether there is such an account. */
  @Transactional(readOnly = true)
  public boolean exists(UUID id) {
    return rows.existsById(id);
  }

  /** Where the account stands; empty when there is none. */
  @Transactional(readOnly = true)
  public Optional<AccountStatus> status(UUID id) {
    return rows.findById(id).map(Account::status);
  }

  /**
   * Locks the account for the transaction: what is done to it, is done by one at a time.
   *
   * @throws ProblemException 403 when it is not active or does not exist
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void lockActive(UUID id) {
    AccountStatus status = lock(id);
    if (status != AccountStatus.ACTIVE) {
      throw notActive();
    }
  }

  static ProblemException notActive() {
    return new ProblemException(
        HttpStatus.FORBIDDEN,
        "account-not-active",
        "This account is not active; see GET /api/account.");
  }

  /**
   * Locks the account for the transaction and tells where it stands.
   *
   * @throws ProblemException 403 when it does not exist
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public AccountStatus lock(UUID id) {
    return rows.lock(id)
        .map(Account::status)
        .orElseThrow(
            () ->
                new ProblemException(
                    HttpStatus.FORBIDDEN, "no-account", "This sign-in has no customer account."));
  }

  /** Where the people of these accounts are written to; accounts that do not exist are left out. */
  @Transactional(readOnly = true)
  public List<Contact> contacts(Collection<UUID> ids) {
    return rows.findAllByIdIn(ids).stream()
        .map(account -> new Contact(account.id(), address(account), account.language()))
        .toList();
  }

  String address(Account account) {
    return seal.open(account.email(), PLACE, account.id());
  }

  /** Where an account's person is written to, and in what language ({@code en}, {@code zh}). */
  public record Contact(UUID accountId, String address, String language) {

    /** Prints no address. */
    @Override
    public String toString() {
      return "Contact[accountId=" + accountId + "]";
    }
  }
}
