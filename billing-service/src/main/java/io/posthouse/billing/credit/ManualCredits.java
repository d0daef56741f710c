package io.posthouse.billing.credit;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.audit.Audit;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.BonusKind;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.web.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Credit that operators give; above a limit with a second person. Thread-safe. */
@Component
@Transactional
class ManualCredits {

  private final JdbcClient jdbc;
  private final Wallets wallets;
  private final CreditProperties properties;
  private final Audit audit;
  private final Clock clock;

  ManualCredits(
      JdbcClient jdbc, Wallets wallets, CreditProperties properties, Audit audit, Clock clock) {
    this.jdbc = jdbc;
    this.wallets = wallets;
    this.properties = properties;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Credits at once, or asks a second person.
   *
   * @param amount USD, above zero
   */
  ManualCredit ask(UUID account, Money amount, String reason, String person) {
    if (wallets.find(account).isEmpty()) {
      throw ProblemException.notFound("account " + account);
    }
    boolean waits = properties.needsSecondPerson(amount);
    UUID id = UuidCreator.getTimeOrderedEpoch();
    jdbc.sql(
            """
            insert into manual_credit (id, account_id, amount_usd, reason, status, asked_by, asked_at, decided_at)
            values (:id, :account, :amount, :reason, :status, :person, :now, :decided)
            """)
        .param("id", id)
        .param("account", account)
        .param("amount", amount.amount())
        .param("reason", reason)
        .param("status", waits ? "waiting" : "posted")
        .param("person", person)
        .param("now", Timestamp.from(clock.instant()))
        .param("decided", waits ? null : Timestamp.from(clock.instant()), java.sql.Types.TIMESTAMP)
        .update();
    audit.record(
        person,
        waits ? "credit.asked" : "credit.posted",
        account.toString(),
        amount + ": " + reason);
    if (!waits) {
      wallets.creditBonus(account, amount, id.toString(), BonusKind.MANUAL_CREDIT);
    }
    return find(id).orElseThrow();
  }

  /**
   * A second person's word on a credit that waits.
   *
   * @throws ProblemException 404, 409 when it does not wait any more, 403 for the one who asked
   */
  ManualCredit decide(UUID id, boolean approve, String person) {
    ManualCredit credit =
        jdbc.sql("select * from manual_credit where id = :id for update")
            .param("id", id)
            .query(ManualCredits::read)
            .optional()
            .orElseThrow(() -> ProblemException.notFound("credit " + id));
    if (!credit.status().equals("waiting")) {
      throw ProblemException.conflict(
          "already-decided", "The credit is " + credit.status() + " already.");
    }
    if (credit.askedBy().equals(person)) {
      throw new ProblemException(
          org.springframework.http.HttpStatus.FORBIDDEN,
          "second-person-required",
          "Another operator than the one who asked decides.");
    }
    jdbc.sql(
            "update manual_credit set status = :status, decided_by = :person, decided_at = :now where id = :id")
        .param("status", approve ? "posted" : "rejected")
        .param("person", person)
        .param("now", Timestamp.from(clock.instant()))
        .param("id", id)
        .update();
    audit.record(
        person,
        approve ? "credit.approved" : "credit.rejected",
        credit.accountId().toString(),
        credit.amount().amount() + " USD: " + credit.reason());
    if (approve) {
      wallets.creditBonus(
          credit.accountId(),
          Money.usd(credit.amount().amount()),
          id.toString(),
          BonusKind.MANUAL_CREDIT);
    }
    return find(id).orElseThrow();
  }

  private Optional<ManualCredit> find(UUID id) {
    return jdbc.sql("select * from manual_credit where id = :id")
        .param("id", id)
        .query(ManualCredits::read)
        .optional();
  }

  /** Newest first. */
  @Transactional(readOnly = true)
  List<ManualCredit> list(UUID before, int limit) {
    return jdbc.sql("select * from manual_credit where id < :before order by id desc limit :limit")
        .param("before", before)
        .param("limit", limit)
        .query(ManualCredits::read)
        .list();
  }

  private static ManualCredit read(ResultSet row, int n) throws SQLException {
    Timestamp decided = row.getTimestamp("decided_at");
    return new ManualCredit(
        row.getObject("id", UUID.class),
        row.getObject("account_id", UUID.class),
        MoneyView.of(Money.usd(row.getBigDecimal("amount_usd"))),
        row.getString("reason"),
        row.getString("status"),
        row.getString("asked_by"),
        row.getTimestamp("asked_at").toInstant(),
        row.getString("decided_by"),
        decided == null ? null : decided.toInstant());
  }
}
