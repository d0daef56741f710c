package io.posthouse.billing.usage;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.pricing.Consumption;
import io.posthouse.billing.pricing.MediaKind;
import io.posthouse.billing.pricing.RateTier;
import io.posthouse.billing.pricing.Rates;
import io.posthouse.billing.pricing.Tariff;
import io.posthouse.billing.pricing.TokenCounts;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.billing.web.RatesView;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Reads an account's calls. Another account's are not there. Thread-safe. */
@Service
public class Receipts {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static final String SELECT =
      """
      select u.*, o.input, o.output, o.cache_read, o.cache_write_5m, o.cache_write_1h, o.tiers as price_tiers,
        o.tools as price_tools, o.media as price_media, m.multiplier,
        (select sum(p.amount) from ledger_transaction t join posting p on p.transaction_id = t.id
         where t.kind = 'charge' and t.reference = u.request_id::text and p.from_account = 'deficit') as uncollected,
        (select json_agg(json_build_array((extract(epoch from c.corrected_at) * 1000000)::bigint, c.reason, c.amount::text) order by c.id)
         from charge_correction c where c.request_id = u.request_id) as corrections
      from usage u
      join official_price o on o.version = u.official_version
      join channel_multiplier m on m.version = u.multiplier_version
      """;

  /** In the order of the index on account and start; ties by the id. */
  static final String PAGE =
      """
       where u.account_id = :account and u.started_at >= :from and u.started_at < :to
        and u.started_at <= :at and (u.started_at, u.request_id) < (:at, :before)
      order by u.started_at desc, u.request_id desc limit :limit
      """;

  private static final UUID LAST = new UUID(-1L, -1L);
  private static final int PAGE_SIZE = 1_000;

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
                + " where u.called_at = :at and u.request_id = :request and u.account_id ="
                + " :account")
        .param("at", Timestamp.from(RequestIds.time(requestId)))
        .param("request", requestId)
        .param("account", accountId)
        .query(this::read)
        .optional()
        .map(signer::sign);
  }

  /**
   * An account's calls by when they began, newest first, unsigned.
   *
   * @param before only calls before that one, which is one of the account's; null for the newest
   */
  @Transactional(readOnly = true)
  public List<Receipt> list(UUID accountId, UsagePeriod period, @Nullable UUID before, int limit) {
    Position from = before == null ? new Position(period.to(), LAST) : position(accountId, before);
    return from == null
        ? List.of()
        : jdbc.sql(SELECT + PAGE)
            .param("account", accountId)
            .param("from", Timestamp.from(period.from()))
            .param("to", Timestamp.from(period.to()))
            .param("at", Timestamp.from(from.startedAt()))
            .param("before", from.requestId())
            .param("limit", limit)
            .query(this::read)
            .list();
  }

  /**
   * Hands over an account's calls one by one, newest first, unsigned; each page is a transaction of
   * its own, so that a slow reader holds nothing.
   *
   * @param before only calls before that one; null for the newest
   * @param most how many at most
   */
  public void each(
      UUID accountId,
      UsagePeriod period,
      @Nullable UUID before,
      int most,
      Consumer<Receipt> consumer) {
    UUID position = before;
    int left = most;
    while (left > 0) {
      int size = Math.min(PAGE_SIZE, left);
      List<Receipt> page = list(accountId, period, position, size);
      page.forEach(consumer);
      if (page.size() < size) {
        return;
      }
      left -= size;
      position = UUID.fromString(page.getLast().requestId());
    }
  }

  private record Position(Instant startedAt, UUID requestId) {}

  private @Nullable Position position(UUID accountId, UUID requestId) {
    return jdbc.sql(
            """
            select started_at from usage
            where called_at = :at and request_id = :request and account_id = :account
            """)
        .param("at", Timestamp.from(RequestIds.time(requestId)))
        .param("request", requestId)
        .param("account", accountId)
        .query((row, n) -> new Position(row.getTimestamp(1).toInstant(), requestId))
        .optional()
        .orElse(null);
  }

  private Receipt read(ResultSet row, int n) throws SQLException {
    Tariff tariff = tariff(row, "price_");
    BigDecimal multiplier = row.getBigDecimal("multiplier");
    Receipt.Usage usage =
        new Receipt.Usage(
            row.getLong("input_tokens"),
            row.getLong("output_tokens"),
            row.getLong("cache_read_tokens"),
            row.getLong("cache_write_5m_tokens"),
            row.getLong("cache_write_1h_tokens"),
            row.getLong("reasoning_tokens"),
            row.getLong("input_audio_tokens"),
            row.getLong("cache_read_audio_tokens"),
            row.getLong("output_audio_tokens"),
            row.getLong("input_image_tokens"),
            row.getLong("cache_read_image_tokens"),
            row.getLong("output_image_tokens"));
    List<OtherModel.Priced> others = others(row.getString("other_models"));
    Receipt.Usage own = usage;
    for (OtherModel.Priced other : others) {
      own = own.minus(Receipt.Usage.of(other.tokens()));
    }
    String serviceTier = row.getString("tier");
    Consumption used = new Consumption(own.counts(), serviceTier, tools(row.getString("tools")));
    Rates official = tariff.ratesOf(used);
    String end = row.getString("end_reason");
    String source = row.getString("usage_source");
    List<Receipt.Correction> corrections = Adjustments.corrections(row.getString("corrections"));
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
        tariff.tier(used.serviceTier(), used.tokens().allInput()).map(Receipts::view).orElse(null),
        view(official, used.tokens().media().keySet()),
        view(official.times(multiplier), used.tokens().media().keySet()),
        RatesView.plain(multiplier),
        Adjustments.all(
            row.getString("adjustments"), row.getBigDecimal("uncollected"), corrections),
        corrections,
        others.stream().map(other -> other(other, serviceTier, multiplier)).toList(),
        MoneyView.of(Money.usd(row.getBigDecimal("charge"))),
        row.getString("digest"),
        changes(row.getString("changes")),
        null);
  }

  /** Of sound and pictures the kinds that were used, whether the price names them or not. */
  private static RatesView view(Rates rates, Set<MediaKind> used) {
    return RatesView.of(
        rates.input(),
        rates.output(),
        rates.cacheRead(),
        rates.cacheWrite5m(),
        rates.cacheWrite1h(),
        used.stream().collect(Collectors.toMap(MediaKind::word, rates::of)));
  }

  private static List<OtherModel.Priced> others(@Nullable String json) {
    return json == null ? List.of() : List.of(JSON.readValue(json, OtherModel.Priced[].class));
  }

  /** Few calls have one, so that its price is looked up by itself. */
  private Receipt.OtherModel other(
      OtherModel.Priced other, @Nullable String serviceTier, BigDecimal multiplier) {
    Tariff tariff =
        jdbc.sql("select * from official_price where version = :version")
            .param("version", other.price())
            .query((row, n) -> tariff(row, ""))
            .single();
    TokenCounts tokens = other.tokens().counts();
    Rates official = tariff.ratesOf(new Consumption(tokens, serviceTier, Map.of()));
    return new Receipt.OtherModel(
        other.model(),
        Receipt.Usage.of(other.tokens()),
        view(official, tokens.media().keySet()),
        view(official.times(multiplier), tokens.media().keySet()));
  }

  private static Tariff tariff(ResultSet row, String prefix) throws SQLException {
    return Tariff.stored(
        new Rates(
            row.getBigDecimal("input"),
            row.getBigDecimal("output"),
            row.getBigDecimal("cache_read"),
            row.getBigDecimal("cache_write_5m"),
            row.getBigDecimal("cache_write_1h")),
        row.getString(prefix + "tiers"),
        row.getString(prefix + "tools"),
        row.getString(prefix + "media"));
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
}
