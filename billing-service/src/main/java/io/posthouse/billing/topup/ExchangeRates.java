package io.posthouse.billing.topup;

import io.posthouse.billing.audit.Audit;
import io.posthouse.web.ProblemException;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rate in force: an operator's, else the feed's last accepted one, else the configured one.
 * History is kept; the last known rate outlives the feed and the process.
 */
@Component
@Transactional
class ExchangeRates {

  private static final Logger log = LoggerFactory.getLogger(ExchangeRates.class);

  private final JdbcClient jdbc;
  private final Audit audit;
  private final Clock clock;
  private final @Nullable ExchangeRate initial;

  ExchangeRates(JdbcClient jdbc, Audit audit, Clock clock, ExchangeRateProperties properties) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.clock = clock;
    BigDecimal configured = properties.initialCnyPerUsd();
    this.initial =
        configured == null ? null : new ExchangeRate(configured, ExchangeRate.Source.INITIAL, null);
  }

  /**
   * The rate that an order made now is quoted at.
   *
   * @throws ProblemException 503 when there is none yet
   */
  ExchangeRate current() {
    return find()
        .orElseThrow(
            () ->
                new ProblemException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "no-exchange-rate",
                    "There is no exchange rate yet. Try again in a few minutes."));
  }

  private Optional<ExchangeRate> find() {
    return override().or(() -> last("source = 'feed'")).or(() -> Optional.ofNullable(initial));
  }

  /** An operator's rate, unless withdrawn. */
  Optional<ExchangeRate> override() {
    return last("source <> 'feed'");
  }

  private Optional<ExchangeRate> last(String which) {
    return jdbc.sql(
            "select source, cny_per_usd, observed_at from exchange_rate where "
                + which
                + " order by id desc limit 1")
        .query(
            (row, n) -> {
              String source = row.getString("source");
              return source.equals("operator-withdrawn")
                  ? Optional.<ExchangeRate>empty()
                  : Optional.of(
                      new ExchangeRate(
                          row.getBigDecimal("cny_per_usd"),
                          ExchangeRate.Source.of(source),
                          row.getTimestamp("observed_at").toInstant()));
            })
        .optional()
        .flatMap(found -> found);
  }

  /**
   * Takes a rate from the feed.
   *
   * @return whether it was taken; not when it is no rate, or a jump
   */
  boolean fed(BigDecimal cnyPerUsd) {
    ExchangeRate offered;
    try {
      offered = new ExchangeRate(cnyPerUsd, ExchangeRate.Source.FEED, clock.instant());
    } catch (IllegalArgumentException noRate) {
      log.warn("the feed's exchange rate was refused: {}", noRate.getMessage());
      return false;
    }
    Optional<ExchangeRate> inForce = find();
    if (inForce.isPresent() && inForce.get().isFarFrom(cnyPerUsd)) {
      log.warn(
          "the feed's exchange rate was refused: {} is more than 20% from {}, which stays in force",
          offered.plain(), inForce.get().plain());
      return false;
    }
    Optional<ExchangeRate> before = last("source = 'feed'");
    if (before.isEmpty() || before.get().cnyPerUsd().compareTo(cnyPerUsd) != 0) {
      insert("feed", cnyPerUsd, null, null);
    }
    return true;
  }

  /** An operator's rate; in force at once. */
  void override(BigDecimal cnyPerUsd, String reason, String operator) {
    insert("operator", cnyPerUsd, reason, operator);
    audit.record(
        operator, "exchange-rate.set", "CNY/USD", cnyPerUsd.toPlainString() + ": " + reason);
  }

  /** The feed counts again. */
  void withdrawOverride(String operator) {
    if (override().isPresent()) {
      insert("operator-withdrawn", null, null, operator);
      audit.record(operator, "exchange-rate.withdrawn", "CNY/USD", "");
    }
  }

  private void insert(
      String source,
      @Nullable BigDecimal cnyPerUsd,
      @Nullable String reason,
      @Nullable String operator) {
    jdbc.sql(
            """
            insert into exchange_rate (source, cny_per_usd, reason, set_by, observed_at)
            values (:source, :rate, :reason, :by, :now)
            """)
        .param("source", source)
        .param("rate", cnyPerUsd)
        .param("reason", reason)
        .param("by", operator)
        .param("now", Timestamp.from(clock.instant()))
        .update();
  }
}
