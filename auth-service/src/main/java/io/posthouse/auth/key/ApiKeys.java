package io.posthouse.auth.key;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.auth.account.AccountStatus;
import io.posthouse.auth.account.AccountStatusChanged;
import io.posthouse.auth.account.Accounts;
import io.posthouse.outbox.Outbox;
import io.posthouse.web.Items;
import io.posthouse.web.ProblemException;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What an owner does with keys. Each change publishes {@link KeyChanged} in its transaction. */
@Component
class ApiKeys {

  private final ApiKeyRows rows;
  private final EntityManager entities;
  private final Accounts accounts;
  private final Outbox outbox;
  private final Peppers peppers;
  private final Clock clock;
  private final int mostPerAccount;
  private final SecureRandom random = new SecureRandom();

  ApiKeys(
      ApiKeyRows rows,
      EntityManager entities,
      Accounts accounts,
      Outbox outbox,
      Peppers peppers,
      Clock clock,
      KeyProperties properties) {
    this.rows = rows;
    this.entities = entities;
    this.accounts = accounts;
    this.outbox = outbox;
    this.peppers = peppers;
    this.clock = clock;
    this.mostPerAccount = properties.mostPerAccount();
  }

  /**
   * Makes a key; it works when this has returned.
   *
   * @return the key with its secret, for the only time
   * @throws ProblemException 403 when the account is not active, 409 when it has too many keys, 422
   *     when {@code expiresAt} is over
   */
  @Transactional
  KeyView create(UUID account, KeyTerms terms) {
    accounts.lockActive(account);
    requireFuture(terms);
    if (rows.countActive(account) >= mostPerAccount) {
      throw ProblemException.conflict(
          "too-many-keys",
          "keys: " + mostPerAccount + " stand already (expected: revoke one first)");
    }
    String secret = KeyFormat.generate(random);
    ApiKey key =
        new ApiKey(
            UuidCreator.getTimeOrderedEpoch(), account, secret, peppers, terms, clock.instant());
    entities.persist(key);
    publish(key, AccountStatus.ACTIVE);
    return KeyView.of(key, AccountStatus.ACTIVE, secret);
  }

  /** The account's keys, newest first, revoked ones among them. */
  @Transactional(readOnly = true)
  Items<KeyView> list(UUID account, int limit, @Nullable String before) {
    AccountStatus status = status(account);
    Limit oneMore = Limit.of(limit + 1);
    List<ApiKey> keys =
        before == null
            ? rows.findByAccountIdOrderByIdDesc(account, oneMore)
            : rows.findByAccountIdAndIdLessThanOrderByIdDesc(
                account, UUID.fromString(before), oneMore);
    return Items.page(
        keys.stream().map(key -> KeyView.of(key, status)).toList(),
        limit,
        key -> key.id().toString());
  }

  /**
   * One of the account's keys.
   *
   * @throws ProblemException 404 when it is not the account's
   */
  @Transactional(readOnly = true)
  KeyView get(UUID account, UUID id) {
    return KeyView.of(require(account, id), status(account));
  }

  /**
   * Changes the terms of a key.
   *
   * @throws ProblemException 404 when it is not the account's, 409 when it is revoked, 422 when a
   *     new {@code expiresAt} is over
   */
  @Transactional
  KeyView change(UUID account, UUID id, UnaryOperator<KeyTerms> change) {
    AccountStatus status = accounts.lock(account);
    ApiKey key = require(account, id);
    if (key.isRevoked()) {
      throw ProblemException.conflict("key-revoked", "id: this key is revoked for good.");
    }
    KeyTerms before = key.terms();
    KeyTerms after = change.apply(before);
    if (!java.util.Objects.equals(before.expiresAt(), after.expiresAt())) {
      requireFuture(after);
    }
    if (!after.equals(before)) {
      key.change(after);
      publish(key, status);
    }
    return KeyView.of(key, status);
  }

  /**
   * Ends a key for good; again does nothing.
   *
   * @throws ProblemException 404 when it is not the account's
   */
  @Transactional
  void revoke(UUID account, UUID id) {
    AccountStatus status = accounts.lock(account);
    ApiKey key = require(account, id);
    if (!key.isRevoked()) {
      key.revoke();
      publish(key, status);
    }
  }

  /**
   * The account's status changed, in this transaction, which holds its row: all of its keys say so.
   */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(AccountStatusChanged change) {
    for (ApiKey key : rows.findActive(change.accountId())) {
      key.touch();
      publish(key, change.status());
    }
  }

  private void publish(ApiKey key, AccountStatus status) {
    outbox.append(KeyChanged.TOPIC, key.id().toString(), KeyChanged.of(key, status));
  }

  private ApiKey require(UUID account, UUID id) {
    return rows.findByIdAndAccountId(id, account)
        .orElseThrow(() -> ProblemException.notFound("key"));
  }

  private AccountStatus status(UUID account) {
    return accounts.status(account).orElse(AccountStatus.CLOSED);
  }

  private void requireFuture(KeyTerms terms) {
    Instant expires = terms.expiresAt();
    if (expires != null && !expires.isAfter(clock.instant())) {
      throw ProblemException.unprocessable(
          "expiry-not-accepted", "expiresAt: " + expires + " (expected: an instant to come)");
    }
  }
}
