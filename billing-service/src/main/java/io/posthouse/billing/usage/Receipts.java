package io.posthouse.billing.usage;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.pricing.Consumption;
import io.posthouse.billing.pricing.RateTier;
import io.posthouse.billing.pricing.Rates;
import io.posthouse.billing.pricing.Tariff;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.billing.web.RatesView;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads an account's calls: receipts, and sums. Another account's are not there. Thread-safe. */
@Service
public class Receipts {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String SELECT =
      """
      select u.*, o.input, o.output, o.cache_read, o.cache_write_5m, o.cache_write_1h, o.tiers as price_tiers,
        o.tools as price_tools, m.multiplier,
        (select sum(p.amount) from ledger_transaction t join posting p on p.transaction_id = t.id
         where t.kind = 'charge' and t.reference = u.request_id::text and p.from_account = 'deficit') as uncollected
      from usage u
      join official_price o on o.version = u.official_version
      join channel_multiplier m on m.version = u.multiplier_version
      """;

  private final JdbcClient jdbc;
  private final ReceiptSigner signer;
  private final ReceiptProperties properties;

  Receipts(JdbcClient jdbc, ReceiptSigner signer, ReceiptProperties properties) {
    this.jdbc = jdbc;
    this.signer = signer;
    this.properties = properties;
  }

  /** A call's receipt, signed; empty when there is none of that account. */
  @Transactional(readOnly = true)
  public Optional<Receipt> find(UUID requestId, UUID accountId) {
    return jdbc.sql(
            SELECT
                + " where u.called_at = :at and u.request_id = :request and u.account_id = :account")
        .param("at", Timestamp.from(RequestIds.time(requestId)))
        .param("request", requestId)
        .param("account", accountId)
        .query(this::read)
        .optional()
        .map(signer::sign);
  }

  /**
   * An account's calls, newest first, unsigned.
   *
   * @param before only calls before that one; null for the newest
   */
  @Transactional(readOnly = true)
  public List<Receipt> list(UUID accountId, UsagePeriod period, @Nullable UUID before, int limit) {
    UUID from = before == null ? new UUID(-1L, -1L) : before;
    Instant at = before == null ? Instant.parse("9999-01-01T00:00:00Z") : RequestIds.time(before);
    return jdbc.sql(
            SELECT
                + """
                 where u.account_id = :account and u.started_at >= :from and u.started_at < :to
                  and (u.called_at, u.request_id) < (:at, :before)
                order by u.called_at desc, u.request_id desc limit :limit
                """)
        .param("account", accountId)
        .param("from", Timestamp.from(period.from()))
        .param("to", Timestamp.from(period.to()))
        .param("at", Timestamp.from(at))
        .param("before", from)
        .param("limit", limit)
        .query(this::read)
        .list();
  }

  /** Sums of an account's calls, by group, ascending. */
  @Transactional(readOnly = true)
  public List<UsageSum> sums(UUID accountId, UsagePeriod period, UsageGroup by) {
    return jdbc.sql(
            """
            select %s as grouped, count(*) as calls, sum(u.input_tokens) as input, sum(u.output_tokens) as output,
              sum(u.cache_read_tokens) as cache_read, sum(u.cache_write_5m_tokens) as cache_write_5m,
              sum(u.cache_write_1h_tokens) as cache_write_1h, sum(u.reasoning_tokens) as reasoning,
              sum(u.charge) as charge
            from usage u
            where u.account_id = :account and u.started_at >= :from and u.started_at < :to
            group by 1 order by 1
            """
                .formatted(by.expression()))
        .param("account", accountId)
        .param("from", Timestamp.from(period.from()))
        .param("to", Timestamp.from(period.to()))
        .query(
            (row, n) ->
                new UsageSum(
                    row.getString("grouped"),
                    row.getLong("calls"),
                    new Receipt.Usage(
                        row.getLong("input"),
                        row.getLong("output"),
                        row.getLong("cache_read"),
                        row.getLong("cache_write_5m"),
                        row.getLong("cache_write_1h"),
                        row.getLong("reasoning")),
                    Money.usd(row.getBigDecimal("charge"))))
        .list();
  }

  private Receipt read(ResultSet row, int n) throws SQLException {
    Tariff tariff =
        Tariff.stored(
            new Rates(
            row.getBigDecimal("input"),
            row.getBigDecimal("output"),
            row.getBigDecimal("cache_read"),
            row.getBigDecimal("cache_write_5m"),
            row.getBigDecimal("cache_write_1h")),
            row.getString("price_tiers"),
            row.getString("price_tools"));
    BigDecimal multiplier = row.getBigDecimal("multiplier");
    Receipt.Usage usage =
        new Receipt.Usage(
            row.getLong("input_tokens"),
            row.getLong("output_tokens"),
            row.getLong("cache_read_tokens"),
            row.getLong("cache_write_5m_tokens"),
            row.getLong("cache_write_1h_tokens"),
            row.getLong("reasoning_tokens"));
    Consumption used =
        new Consumption(usage.counts(), row.getString("tier"), tools(row.getString("tools")));
    Rates official = tariff.ratesOf(used);
    String end = row.getString("end_reason");
    String source = row.getString("usage_source");
    return new Receipt(
        row.getString("request_id"),
        row.getString("key_id"),
        row.getString("requested_model"),
        row.getString("upstream_model"),
        row.getString("answered_model"),
        row.getObject("model_as_asked", Boolean.class),
        row.getString("channel"),
        row.getTimestamp("started_at").toInstant(),
        row.getTimestamp("ended_at").toInstant(),
        row.getInt("status"),
        end,
        source,
        properties.rule(ChargeRule.of(end, source, usage.isNothing())),
        usage,
        used.serviceTier(),
        charged(used, tariff, multiplier),
        tariff
            .tier(used.serviceTier(), used.tokens().allInput())
            .map(Receipts::view)
            .orElse(null),
        view(official),
        view(official.times(multiplier)),
        RatesView.plain(multiplier),
        adjustments(row.getString("adjustments"), row.getBigDecimal("uncollected")),
        MoneyView.of(Money.usd(row.getBigDecimal("charge"))),
        row.getString("digest"),
        changes(row.getString("changes")),
        null);
  }

  private static RatesView view(Rates rates) {
    return RatesView.of(
        rates.input(),
        rates.output(),
        rates.cacheRead(),
        rates.cacheWrite5m(),
        rates.cacheWrite1h());
  }

  private static Map<String, Long> tools(String json) {
    Map<String, Long> tools = new TreeMap<>();
    JSON.readTree(json).forEachEntry((name, uses) -> tools.put(name, uses.asLong()));
    return tools;
  }

  private static List<Receipt.Tool> charged(
      Consumption used, Tariff tariff, BigDecimal multiplier) {
    return new TreeMap<>(used.tools())
        .entrySet().stream()
            .map(
                tool ->
                    new Receipt.Tool(
                        tool.getKey(),
                        tool.getValue(),
                        RatesView.plain(tariff.perThousand(tool.getKey()).multiply(multiplier))))
            .toList();
  }

  private static Receipt.PriceTier view(RateTier tier) {
    return new Receipt.PriceTier(
        tier.serviceTier().isEmpty() ? null : tier.serviceTier(), tier.above());
  }

  private static @Nullable List<String> changes(@Nullable String json) {
    return json == null
        ? null
        : JSON.readTree(json).valueStream().map(change -> change.asString("")).toList();
  }

  /** The relay's notes on a call, which change no amount, and what the wallet could not pay. */
  private static List<Receipt.Adjustment> adjustments(
      String json, @Nullable BigDecimal uncollected) {
    List<Receipt.Adjustment> adjustments = new ArrayList<>();
    for (JsonNode each : JSON.readTree(json)) {
      adjustments.add(
          new Receipt.Adjustment(each.path("kind").asString(""), MoneyView.of(Money.ZERO_USD)));
    }
    if (uncollected != null) {
      adjustments.add(
          new Receipt.Adjustment("uncollected", MoneyView.of(Money.usd(uncollected).negated())));
    }
    return adjustments;
  }
}
