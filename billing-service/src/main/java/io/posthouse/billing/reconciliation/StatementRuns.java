package io.posthouse.billing.reconciliation;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.PaymentProvider;
import io.posthouse.billing.payment.PaymentProviders;
import io.posthouse.billing.payment.StatementLine;
import io.posthouse.billing.topup.PaidTopUp;
import io.posthouse.billing.topup.PaidTopUps;
import io.posthouse.billing.topup.PaymentPolls;
import io.posthouse.web.ProblemException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Matches providers' daily statements with our orders (I12). */
@Component
class StatementRuns {

  private static final Logger log = LoggerFactory.getLogger(StatementRuns.class);

  private final PaymentProviders providers;
  private final PaidTopUps topUps;
  private final PaymentPolls polls;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Clock clock;

  StatementRuns(
      PaymentProviders providers,
      PaidTopUps topUps,
      PaymentPolls polls,
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Clock clock) {
    this.providers = providers;
    this.topUps = topUps;
    this.polls = polls;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Scheduled(cron = "${posthouse.reconciliation.cron:0 45 2 * * *}", zone = "UTC")
  void yesterday() {
    LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1);
    for (String provider : providers.names()) {
      try {
        run(provider, day);
      } catch (RuntimeException failed) {
        log.error("a provider's statement could not be matched, provider {}", provider, failed);
      }
    }
  }

  /**
   * Matches one day; may be repeated.
   *
   * @throws ProblemException 404 for a provider that is not there
   */
  StatementMatch run(String name, LocalDate day) {
    PaymentProvider provider =
        providers.find(name).orElseThrow(() -> ProblemException.notFound("payment provider"));
    List<StatementLine> statement = provider.statement(day);
    StatementMatch first = StatementMatch.of(statement, paid(name, day));
    first.differences().stream()
        .filter(difference -> difference.kind().equals("not-here"))
        .forEach(difference -> polls.check(difference.orderId()));
    StatementMatch match = StatementMatch.of(statement, paid(name, day));
    transactions.executeWithoutResult(status -> keep(name, day, match));
    if (!match.differences().isEmpty()) {
      log.error(
          "a provider's statement and our orders differ, provider {} day {} differences {}",
          name,
          day,
          match.differences().size());
    }
    return match;
  }

  private Map<UUID, Money> paid(String provider, LocalDate day) {
    return topUps
        .paidBetween(
            provider,
            day.atStartOfDay(ZoneOffset.UTC).toInstant(),
            day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
        .stream()
        .collect(Collectors.toMap(PaidTopUp::id, PaidTopUp::amount));
  }

  private void keep(String provider, LocalDate day, StatementMatch match) {
    jdbc.sql(
            """
            insert into statement_run (provider, day, statement_lines, matched, ran_at)
            values (:provider, :day, :lines, :matched, :now)
            on conflict (provider, day) do update
              set statement_lines = excluded.statement_lines, matched = excluded.matched, ran_at = excluded.ran_at
            """)
        .param("provider", provider)
        .param("day", day)
        .param("lines", match.lines())
        .param("matched", match.matched())
        .param("now", Timestamp.from(clock.instant()))
        .update();
    jdbc.sql("delete from statement_difference where provider = :provider and day = :day")
        .param("provider", provider)
        .param("day", day)
        .update();
    for (StatementMatch.Difference difference : match.differences()) {
      jdbc.sql(
              """
              insert into statement_difference (provider, day, order_id, kind, there_cny, here_cny)
              values (:provider, :day, :order, :kind, :there, :here)
              """)
          .param("provider", provider)
          .param("day", day)
          .param("order", difference.orderId())
          .param("kind", difference.kind())
          .param("there", difference.there().amount())
          .param("here", difference.here().amount())
          .update();
    }
  }

  /** Differences that stand, newest day first, 1,000 at most. */
  List<Kept> differences() {
    return jdbc.sql(
            """
            select * from statement_difference order by day desc, provider, order_id limit 1000
            """)
        .query(
            (row, n) ->
                new Kept(
                    row.getString("provider"),
                    row.getObject("day", LocalDate.class),
                    new StatementMatch.Difference(
                        row.getObject("order_id", UUID.class),
                        row.getString("kind"),
                        new Money(row.getBigDecimal("there_cny"), Currency.CNY),
                        new Money(row.getBigDecimal("here_cny"), Currency.CNY))))
        .list();
  }

  record Kept(String provider, LocalDate day, StatementMatch.Difference difference) {}
}
