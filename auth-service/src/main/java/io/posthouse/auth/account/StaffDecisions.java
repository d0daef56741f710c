package io.posthouse.auth.account;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.outbox.Outbox;
import io.posthouse.web.ProblemException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is decided about accounts, by staff or owners; every decision is kept with who made it. */
@Component
class StaffDecisions {

  private final AccountRows rows;
  private final JdbcClient jdbc;
  private final Outbox outbox;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  StaffDecisions(
      AccountRows rows,
      JdbcClient jdbc,
      Outbox outbox,
      ApplicationEventPublisher events,
      Clock clock) {
    this.rows = rows;
    this.jdbc = jdbc;
    this.outbox = outbox;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Suspends, bans or reinstates an account; does nothing when it stands so already.
   *
   * @param cause from the published list; always for suspended and banned, never else (P43)
   * @param evidence what shows it; the same rule, though a reinstatement may have a note
   * @param decidedBy the member of staff: their subject in Keycloak
   * @throws ProblemException 404 for no such account, 409 for a closed one
   */
  @Transactional
  void changeStatus(
      UUID id,
      AccountStatus status,
      @Nullable Cause cause,
      @Nullable String evidence,
      String decidedBy) {
    Account account = rows.lock(id).orElseThrow(() -> ProblemException.notFound("account"));
    if (account.status() == AccountStatus.CLOSED) {
      throw ProblemException.conflict("account-closed", "status: this account is closed.");
    }
    if (!account.become(status, cause)) {
      return;
    }
    record(id, status.name(), cause, evidence, decidedBy);
    tell(account, cause);
  }

  /**
   * Closes an account whose balance was given up; again does nothing.
   *
   * @throws ProblemException 403 when it was suspended or banned meanwhile
   */
  @Transactional
  void close(UUID id, Forfeit given, String owner) {
    Account account = rows.lock(id).orElseThrow(() -> ProblemException.notFound("account"));
    if (account.status() != AccountStatus.ACTIVE && account.status() != AccountStatus.CLOSED) {
      throw Accounts.notActive();
    }
    if (account.close()) {
      record(id, "CLOSED", null, "forfeited " + given.amount() + " " + given.currency(), owner);
      tell(account, null);
    }
  }

  private void tell(Account account, @Nullable Cause cause) {
    AccountStatusChanged changed =
        new AccountStatusChanged(account.id(), account.status(), cause, account.statusVersion());
    outbox.append(AccountStatusChanged.TOPIC, account.id().toString(), changed);
    events.publishEvent(changed);
  }

  /** Keeps that a person's roles were set. */
  @Transactional
  void rolesSet(UUID id, Collection<String> roles, String decidedBy) {
    record(id, "ROLES", null, String.join(",", roles), decidedBy);
  }

  private void record(
      UUID id, String decision, @Nullable Cause cause, @Nullable String evidence, String by) {
    jdbc.sql(
            """
            insert into account_decisions
              (id, account_id, decision, cause, evidence, decided_by, decided_at)
            values (:id, :account, :decision, :cause, :evidence, :by, :at)
            """)
        .param("id", UuidCreator.getTimeOrderedEpoch())
        .param("account", id)
        .param("decision", decision)
        .param("cause", cause == null ? null : cause.name())
        .param("evidence", evidence)
        .param("by", by)
        .param("at", Timestamp.from(clock.instant()))
        .update();
  }
}
