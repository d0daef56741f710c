package io.posthouse.billing.topup;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.audit.Audit;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.web.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The packages on offer. A package is never changed: it is taken off, and another one made. */
@Component
@Transactional
class Plans {

  private final JdbcClient jdbc;
  private final TopUpProperties limits;
  private final Audit audit;
  private final Clock clock;

  Plans(JdbcClient jdbc, TopUpProperties limits, Audit audit, Clock clock) {
    this.jdbc = jdbc;
    this.limits = limits;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Offers a package.
   *
   * @throws ProblemException 422 when its price is out of the limits of a top-up (P26)
   */
  Plan create(String nameEn, String nameZh, Money price, Money bonus, int order, String person) {
    if (price.compareTo(limits.least()) < 0 || price.compareTo(limits.most()) > 0) {
      throw ProblemException.unprocessable(
          "invalid-plan",
          "price: "
              + price
              + " (expected: "
              + limits.least().plain()
              + " to "
              + limits.most().plain()
              + " CNY)");
    }
    UUID id = UuidCreator.getTimeOrderedEpoch();
    jdbc.sql(
            """
            insert into plan (id, name_en, name_zh, price_cny, bonus_usd, list_order, created_at)
            values (:id, :en, :zh, :price, :bonus, :order, :now)
            """)
        .param("id", id)
        .param("en", nameEn)
        .param("zh", nameZh)
        .param("price", price.amount())
        .param("bonus", bonus.amount())
        .param("order", order)
        .param("now", Timestamp.from(clock.instant()))
        .update();
    audit.record(person, "plan.created", id.toString(), nameEn + ": " + price + ", bonus " + bonus);
    return find(id);
  }

  /** Puts a package on offer, or takes it off. */
  Plan enable(UUID id, boolean enabled, String person) {
    find(id);
    jdbc.sql("update plan set enabled = :enabled where id = :id")
        .param("enabled", enabled)
        .param("id", id)
        .update();
    audit.record(person, enabled ? "plan.enabled" : "plan.disabled", id.toString(), "");
    return find(id);
  }

  /** In their order. */
  @Transactional(readOnly = true)
  List<Plan> all() {
    return jdbc.sql("select * from plan order by list_order, id").query(Plans::read).list();
  }

  /**
   * A package that is on offer.
   *
   * @throws ProblemException 422 when it is not
   */
  @Transactional(readOnly = true)
  Plan onOffer(UUID id) {
    return all().stream()
        .filter(plan -> plan.id().equals(id) && plan.enabled())
        .findFirst()
        .orElseThrow(
            () -> ProblemException.unprocessable("unknown-plan", "planId: is not on offer"));
  }

  private Plan find(UUID id) {
    return jdbc.sql("select * from plan where id = :id")
        .param("id", id)
        .query(Plans::read)
        .optional()
        .orElseThrow(() -> ProblemException.notFound("plan " + id));
  }

  private static Plan read(ResultSet row, int n) throws SQLException {
    return new Plan(
        row.getObject("id", UUID.class),
        row.getString("name_en"),
        row.getString("name_zh"),
        new Money(row.getBigDecimal("price_cny"), Currency.CNY),
        Money.usd(row.getBigDecimal("bonus_usd")),
        row.getInt("list_order"),
        row.getBoolean("enabled"));
  }
}
