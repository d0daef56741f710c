package io.posthouse.billing.reconciliation;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.PaymentProvider;
import io.posthouse.billing.payment.PaymentProviders;
import io.posthouse.billing.payment.ProviderCalls;
import io.posthouse.billing.payment.StatementDays;
import io.posthouse.billing.payment.StatementLine;
import io.posthouse.billing.refund.SentRefunds;
import io.posthouse.billing.topup.PaidTopUp;
import io.posthouse.billing.topup.PaidTopUps;
import io.posthouse.billing.topup.PaymentPolls;
import io.posthouse.web.ProblemException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private static final int DAYS_BACK = 6;

  private final PaymentProviders providers;
  private final PaidTopUps topUps;
  private final SentRefunds refunds;
  private final PaymentPolls polls;
  private final ProviderCalls calls;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Clock clock;

  StatementRuns(
      PaymentProviders providers,
      PaidTopUps topUps,
      SentRefunds refunds,
      PaymentPolls polls,
      ProviderCalls calls,
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Clock clock) {
    this.providers = providers;
    this.topUps = topUps;
    this.refunds = refunds;
    this.polls = polls;
    this.calls = calls;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Hands over, for each provider, the latest days that can be had and were not matched. */
  @Scheduled(cron = "${posthouse.reconciliation.cron:0 45 * * * *}", zone = "UTC")
  void catchUp() {
    for (String name : providers.names()) {
      calls.hand(name, () -> catchUp(providers.find(name).orElseThrow()));
    }
  }

  private void catchUp(PaymentProvider provider) {
    LocalDate latest = provider.statementDays().latest(clock.instant());
    for (LocalDate day = latest.minusDays(DAYS_BACK); !day.isAfter(latest); day = day.plusDays(1)) {
      if (wasMatched(provider.name(), day) || !hasOrders(provider, day)) {
        continue;
      }
      try {
        run(provider.name(), day);
      } catch (RuntimeException failed) {
        log.error(
            "a provider's statement could not be matched, provider {} day {}",
            provider.name(),
            day,
            failed);
      }
    }
  }

  private boolean wasMatched(String provider, LocalDate day) {
    return jdbc.sql(
            "select exists (select from statement_run where provider = :provider and day = :day)")
        .param("provider", provider)
        .param("day", day)
        .query(Boolean.class)
        .single();
  }

  /** Whether the provider was in use by then: no statement is asked for of the time before. */
  private boolean hasOrders(PaymentProvider provider, LocalDate day) {
    return topUps.hasOrderBefore(provider.name(), provider.statementDays().end(day));
  }

  /**
   * Matches one day; may be repeated. On the caller's thread, outside any transaction.
   *
   * @throws ProblemException 404 for a provider that is not there, 503 when its statement cannot be
   *     had now
   */
  StatementMatch run(String name, LocalDate day) {
    PaymentProvider provider =
        providers.find(name).orElseThrow(() -> ProblemException.notFound("payment provider"));
    List<StatementLine> statement = provider.statement(day);
    Map<UUID, Money> refunded = refunds.ofOrders(name, refundedOrders(statement));
    StatementMatch first = StatementMatch.of(statement, paid(provider, day), refunded);
    first.differences().stream()
        .filter(difference -> difference.kind().equals("not-here"))
        .forEach(difference -> ask(difference.orderId()));
    StatementMatch match = StatementMatch.of(statement, paid(provider, day), refunded);
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

  private static Set<UUID> refundedOrders(List<StatementLine> statement) {
    return statement.stream()
        .filter(line -> line.kind() == StatementLine.Kind.REFUNDED)
        .map(StatementLine::orderId)
        .collect(Collectors.toSet());
  }

  private void ask(UUID order) {
    try {
      polls.check(order);
    } catch (RuntimeException failed) {
      log.warn("a payment could not be asked for, order {}", order, failed);
    }
  }

  private Map<UUID, Money> paid(PaymentProvider provider, LocalDate day) {
    StatementDays days = provider.statementDays();
    return topUps.paidBetween(provider.name(), days.begin(day), days.end(day)).stream()
        .collect(Collectors.toMap(PaidTopUp::orderId, PaidTopUp::amount, Money::plus));
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
              insert into statement_difference (provider, day, order_id, kind, there_cny, here_cny, reference)
              values (:provider, :day, :order, :kind, :there, :here, :reference)
              """)
          .param("provider", provider)
          .param("day", day)
          .param("order", difference.orderId())
          .param("kind", difference.kind())
          .param("there", difference.there().amount())
          .param("here", difference.here().amount())
          .param("reference", difference.reference(), Types.VARCHAR)
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
                        new Money(row.getBigDecimal("here_cny"), Currency.CNY),
                        row.getString("reference"))))
        .list();
  }

  record Kept(String provider, LocalDate day, StatementMatch.Difference difference) {}
}
