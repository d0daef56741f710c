package io.posthouse.billing.topup;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.audit.Audit;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.rows.RowTimes;
import io.posthouse.web.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Promotions of top-ups (P25): written, they count for the next order. Thread-safe. */
@Component
@Transactional
class Promotions {

  private final JdbcClient jdbc;
  private final Audit audit;
  private final Clock clock;

  Promotions(JdbcClient jdbc, Audit audit, Clock clock) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.clock = clock;
  }

  /** A promotion, from its start on. */
  Promotion create(Promotion promotion, String person) {
    Money bonus = promotion.bonus();
    Instant endsAt = promotion.endsAt();
    jdbc.sql(
            """
            insert into promotion (id, name_en, name_zh, minimum_cny, bonus_usd, bonus_percent, starts_at, ends_at,
              per_account, created_at)
            values (:id, :en, :zh, :minimum, :bonus, :percent, :starts, :ends, :perAccount, :now)
            """)
        .param("id", promotion.id())
        .param("en", promotion.nameEn())
        .param("zh", promotion.nameZh())
        .param("minimum", promotion.minimum().amount())
        .param("bonus", bonus == null ? null : bonus.amount(), Types.NUMERIC)
        .param("percent", promotion.percent(), Types.NUMERIC)
        .param("starts", Timestamp.from(promotion.startsAt()))
        .param("ends", endsAt == null ? null : Timestamp.from(endsAt), Types.TIMESTAMP)
        .param("perAccount", promotion.perAccount(), Types.INTEGER)
        .param("now", Timestamp.from(clock.instant()))
        .update();
    audit.record(person, "promotion.created", promotion.id().toString(), promotion.nameEn());
    return find(promotion.id());
  }

  /** Ends a promotion, or switches it on or off. */
  Promotion change(UUID id, @Nullable Boolean enabled, @Nullable Instant endsAt, String person) {
    Promotion standing = find(id);
    Instant ends = endsAt == null ? standing.endsAt() : endsAt;
    jdbc.sql("update promotion set enabled = :enabled, ends_at = :ends where id = :id")
        .param("enabled", enabled == null ? standing.enabled() : enabled)
        .param("ends", ends == null ? null : Timestamp.from(ends), Types.TIMESTAMP)
        .param("id", id)
        .update();
    audit.record(
        person, "promotion.changed", id.toString(), "enabled " + enabled + ", ends " + ends);
    return find(id);
  }

  /** The best promotion for an order of now. */
  @Transactional(readOnly = true)
  public Offer best(UUID account, Money cny, Money credit) {
    return jdbc
        .sql(
            """
            select * from promotion p where enabled and starts_at <= :now and (ends_at is null or ends_at > :now)
              and minimum_cny <= :cny and (per_account is null or per_account > (
                select count(*) from promotion_use u where u.promotion_id = p.id and u.account_id = :account))
            """)
        .param("now", Timestamp.from(clock.instant()))
        .param("cny", cny.amount())
        .param("account", account)
        .query(Promotions::read)
        .list()
        .stream()
        .map(promotion -> new Offer(promotion.of(credit), promotion.id(), null))
        .max(Comparator.comparing(Offer::bonus))
        .orElse(Offer.NONE);
  }

  /**
   * Uses a promotion for a paid order. Under the wallet's lock, so that two orders of one account
   * count one after the other.
   *
   * @return false when the account has had it as often as it may
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean use(UUID promotion, UUID account, UUID topUp) {
    return jdbc.sql(
                """
                insert into promotion_use (top_up_id, promotion_id, account_id, used_at)
                select :topUp, p.id, :account, :now from promotion p
                where p.id = :promotion and (p.per_account is null or p.per_account > (
                  select count(*) from promotion_use u where u.promotion_id = p.id and u.account_id = :account))
                """)
            .param("topUp", topUp)
            .param("account", account)
            .param("now", Timestamp.from(clock.instant()))
            .param("promotion", promotion)
            .update()
        == 1;
  }

  /** Newest first. */
  @Transactional(readOnly = true)
  List<Promotion> all() {
    return jdbc.sql("select * from promotion order by id desc").query(Promotions::read).list();
  }

  private Promotion find(UUID id) {
    return jdbc.sql("select * from promotion where id = :id")
        .param("id", id)
        .query(Promotions::read)
        .optional()
        .orElseThrow(() -> ProblemException.notFound("promotion " + id));
  }

  static UUID newId() {
    return UuidCreator.getTimeOrderedEpoch();
  }

  private static Promotion read(ResultSet row, int n) throws SQLException {
    java.math.BigDecimal bonus = row.getBigDecimal("bonus_usd");
    return new Promotion(
        row.getObject("id", UUID.class),
        row.getString("name_en"),
        row.getString("name_zh"),
        new Money(row.getBigDecimal("minimum_cny"), Currency.CNY),
        bonus == null ? null : Money.usd(bonus),
        row.getBigDecimal("bonus_percent"),
        row.getTimestamp("starts_at").toInstant(),
        RowTimes.instant(row, "ends_at"),
        row.getObject("per_account", Integer.class),
        row.getBoolean("enabled"));
  }
}
