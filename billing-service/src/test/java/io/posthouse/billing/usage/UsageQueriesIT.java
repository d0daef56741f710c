package io.posthouse.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.Http;
import io.posthouse.billing.money.Money;
import io.posthouse.testing.TestIdentity;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Sums, pages and exports over four months of an account's calls. */
class UsageQueriesIT extends UsageFixture {

  private static final List<UsageGroup> GROUPS =
      List.of(UsageGroup.DAY, UsageGroup.MODEL, UsageGroup.KEY);
  private static final int CALLS = 20_000;
  private static final Duration MONTHS = Duration.ofDays(120);

  @Autowired private UsageSums sums;
  @Autowired private Receipts receipts;
  @Autowired private JdbcClient jdbc;
  @LocalServerPort private int port;

  private final UUID account = UuidCreator.getTimeOrderedEpoch();
  private Instant end;

  /** One call every 518 s; what {@link UsageBatchIT} shows for a few is done here in bulk. */
  @BeforeEach
  void fourMonthsOfCalls() {
    end = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    jdbc.sql(
            """
            select ensure_usage_month(day::date) from generate_series(:begin::timestamptz, :end, interval '20 days') day
            """)
        .param("begin", Timestamp.from(end.minus(MONTHS)))
        .param("end", Timestamp.from(end))
        .query((row, n) -> 0)
        .list();
    jdbc.sql(
            """
            insert into usage (request_id, called_at, account_id, key_id, node, epoch, seq, channel, requested_model,
              official_version, multiplier_version, started_at, ended_at, status, end_reason, usage_source, input_tokens,
              cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens, tools,
              reserved, charge, cap_violation, adjustments, attempts, digest, recorded_at)
            select id, request_time(id), :account, :key, :node, 1, n, :channel, case when n % 3 = 0 then :model else 'other' end,
              :official, :multiplier, request_time(id), request_time(id) + interval '2 seconds', 200, 'complete', 'reported',
              n % 1000, n % 7, 0, 0, n % 500, 0, '{}', 1, (n % 1000) * 0.0000001, false, '[]', '[]', 'sha256:0', now()
            from (
              select n, (lpad(to_hex((extract(epoch from :begin::timestamptz) * 1000)::bigint + n::bigint * 518400), 12, '0')
                || '7000a' || substr(md5(n::text || :account::text), 1, 15))::uuid as id
              from generate_series(0, :calls - 1) n
            ) made
            """)
        .param("account", account)
        .param("key", key)
        .param("node", node)
        .param("channel", channel)
        .param("model", model)
        .param("official", official)
        .param("multiplier", multiplier)
        .param("begin", Timestamp.from(end.minus(MONTHS)))
        .param("calls", CALLS)
        .update();
    jdbc.sql(
            """
            insert into usage_day
            select account_id, (started_at at time zone 'UTC')::date, requested_model, key_id, count(*), sum(input_tokens),
              sum(output_tokens), sum(cache_read_tokens), sum(cache_write_5m_tokens), sum(cache_write_1h_tokens),
              sum(reasoning_tokens), sum(charge)
            from usage where account_id = :account group by 1, 2, 3, 4
            """)
        .param("account", account)
        .update();
  }

  @Test
  void sumsAreThoseOfTheCallsForAnyPeriod() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      // Given: anything between a few minutes and four months, now and then at midnight
      Instant from = end.minusSeconds(random.nextLong(MONTHS.toSeconds()));
      Instant to = from.plusSeconds(1 + random.nextLong(1L << random.nextInt(8, 24)));
      UsagePeriod period =
          random.nextInt(4) == 0
              ? new UsagePeriod(
                  from.truncatedTo(ChronoUnit.DAYS),
                  to.truncatedTo(ChronoUnit.DAYS).plusSeconds(86_400))
              : new UsagePeriod(from, to);

      // When
      List<UsageSum> found = sums.of(account, period, GROUPS.get(round % 3));

      // Then
      assertThat(
              found.stream().mapToLong(UsageSum::calls).sum()
                  + " "
                  + found.stream().mapToLong(sum -> sum.usage().input()).sum()
                  + " "
                  + found.stream()
                      .map(UsageSum::charge)
                      .reduce(Money.ZERO_USD, Money::plus)
                      .plain())
          .as("seed %s, %s", seed, period)
          .isEqualTo(
              jdbc.sql(
                      """
                      select count(*), coalesce(sum(input_tokens), 0), coalesce(sum(charge), 0) from usage
                      where account_id = :account and started_at >= :from and started_at < :to
                      """)
                  .param("account", account)
                  .param("from", Timestamp.from(period.from()))
                  .param("to", Timestamp.from(period.to()))
                  .query(
                      (row, n) ->
                          row.getLong(1)
                              + " "
                              + row.getLong(2)
                              + " "
                              + Money.usd(row.getBigDecimal(3)).plain())
                  .single());
    }
  }

  @Test
  void pagesGoThroughEveryCallOnceNewestFirst() {
    // Given
    UsagePeriod period =
        new UsagePeriod(end.minus(Duration.ofDays(60)), end.minus(Duration.ofDays(50)));

    // When
    List<String> ids = new java.util.ArrayList<>();
    receipts.each(account, period, null, 100_000, receipt -> ids.add(receipt.requestId()));

    // Then: ten days of one call every 518.4 s
    assertThat(ids).hasSizeBetween(1666, 1667).doesNotHaveDuplicates();
    assertThat(ids).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    List<Receipt> page = receipts.list(account, period, UUID.fromString(ids.get(9)), 5);
    assertThat(page.stream().map(Receipt::requestId))
        .containsExactlyElementsOf(ids.subList(10, 15));
    assertThat(
            receipts.list(
                UuidCreator.getTimeOrderedEpoch(), period, UUID.fromString(ids.get(9)), 5))
        .isEmpty();
  }

  @Test
  void anExportHasEveryCallOfFourMonths() {
    String csv =
        new Http(port)
            .person(
                TestIdentity.customer(account.toString()),
                "GET",
                "/api/usage/calls?from=2020-01-01T00:00:00Z",
                "",
                "Accept",
                "text/csv")
            .body();

    assertThat(csv.lines().count()).isEqualTo(CALLS + 1);
    assertThat(csv).startsWith("requestId,").doesNotContain("# incomplete");
  }

  @Test
  void noQueryReadsMoreThanItNeeds() {
    // Given
    JdbcClient owner =
        JdbcClient.create(
            new DriverManagerDataSource(database().url(), "billing_owner", "billing_owner"));
    owner.sql("analyze usage").update();
    owner.sql("analyze usage_day").update();
    Instant from = end.minus(Duration.ofDays(60)).truncatedTo(ChronoUnit.DAYS);
    Instant to = from.plus(Duration.ofDays(30));

    // When
    String page =
        plan(
            jdbc.sql("explain (analyze, costs off, timing off) " + Receipts.SELECT + Receipts.PAGE)
                .param("account", account)
                .param("from", Timestamp.from(from))
                .param("to", Timestamp.from(to))
                .param("at", Timestamp.from(to))
                .param("before", new UUID(-1L, -1L))
                .param("limit", 51));
    String month =
        plan(
            jdbc.sql(
                    "explain (analyze, costs off, timing off) "
                        + UsageSums.SUMS.formatted(UsageGroup.DAY.expression()))
                .param("account", account)
                .param("from", Timestamp.from(from))
                .param("days", Timestamp.from(from))
                .param("rest", Timestamp.from(to))
                .param("to", Timestamp.from(to))
                .param("firstDay", from.atZone(java.time.ZoneOffset.UTC).toLocalDate())
                .param("endDay", to.atZone(java.time.ZoneOffset.UTC).toLocalDate()));

    // Then: by the account's index, and no scan gave more rows than a page, or a month's days, has
    for (String plan : List.of(page, month)) {
      assertThat(plan).doesNotContain("Seq Scan on usage_2").contains("Index");
      java.util.regex.Matcher rows =
          java.util.regex.Pattern.compile("Scan.* on usage_\\S+.*\\(actual rows=([0-9.]+)")
              .matcher(plan);
      while (rows.find()) {
        assertThat(Double.parseDouble(rows.group(1))).as(plan).isLessThan(200);
      }
    }
  }

  private static String plan(JdbcClient.StatementSpec explained) {
    return String.join("\n", explained.query((row, n) -> row.getString(1)).list());
  }
}
