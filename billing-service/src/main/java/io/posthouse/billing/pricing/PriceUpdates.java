package io.posthouse.billing.pricing;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Official prices as a feed states them (P23). Only models that a channel serves or that have a
 * price are of interest, and of them only what the feed changed: an operator's price stays until
 * the vendor's own one moves. What is implausible waits for an operator. Thread-safe.
 */
@Service
public class PriceUpdates {

  private static final Logger log = LoggerFactory.getLogger(PriceUpdates.class);
  private static final String FEED = "feed";

  private final OfficialPrices prices;
  private final JdbcClient jdbc;
  private final Clock clock;

  PriceUpdates(OfficialPrices prices, JdbcClient jdbc, Clock clock) {
    this.prices = prices;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** What became of a feed's price. */
  public enum Taken {
    /** It is what the feed said before. */
    KNOWN,
    /** It is in force now. */
    IN_FORCE,
    /** It waits for an operator. */
    WAITING
  }

  /** The models whose prices are of interest. */
  @Transactional(readOnly = true)
  public Set<String> models() {
    return new HashSet<>(
        jdbc.sql("select model from channel_model union select model from official_price")
            .query((row, n) -> row.getString(1))
            .list());
  }

  /**
   * Takes a price of the feed.
   *
   * @param sourceUrl where it is stated
   * @throws PriceRefusal if it cannot be a price
   */
  @Transactional
  public Taken take(String model, Tariff tariff, String sourceUrl) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended('official-price:' || :model, 0))")
        .param("model", model)
        .query()
        .singleRow();
    Optional<Tariff> seen =
        jdbc.sql("select * from price_feed_seen where model = :model")
            .param("model", model)
            .query(PriceUpdates::tariff)
            .optional();
    if (seen.isPresent() && seen.get().sameAs(tariff)) {
      return Taken.KNOWN;
    }
    remember(model, tariff);
    supersede(model);
    OfficialPrice standing = prices.inForce(model).orElse(null);
    if (standing != null && standing.tariff().sameAs(tariff)) {
      return Taken.KNOWN;
    }
    String doubt = doubt(standing, seen.isPresent(), tariff);
    if (doubt != null) {
      propose(model, tariff, sourceUrl, doubt);
      log.error("a price of the feed waits for an operator, model {}: {}", model, doubt);
      return Taken.WAITING;
    }
    prices.set(model, tariff, sourceUrl, FEED);
    log.info("a vendor's price changed, model {}", model);
    return Taken.IN_FORCE;
  }

  private static @Nullable String doubt(
      @Nullable OfficialPrice standing, boolean seenBefore, Tariff tariff) {
    if (standing == null) {
      return Plausibility.doubt(tariff).orElse(null);
    }
    if (!seenBefore) {
      return "the feed's first word on it differs from the price that was set";
    }
    return Plausibility.doubt(standing.tariff(), tariff).orElse(null);
  }

  private void remember(String model, Tariff tariff) {
    bind(
            jdbc.sql(
                """
                insert into price_feed_seen (model, input, output, cache_read, cache_write_5m, cache_write_1h, tiers, tools, media, seen_at)
                values (:model, :input, :output, :read, :write5m, :write1h, :tiers, :tools, :media, :now)
                on conflict (model) do update set input = excluded.input, output = excluded.output,
                  cache_read = excluded.cache_read, cache_write_5m = excluded.cache_write_5m,
                  cache_write_1h = excluded.cache_write_1h, tiers = excluded.tiers, tools = excluded.tools,
                  media = excluded.media, seen_at = excluded.seen_at
                """),
            tariff)
        .param("model", model)
        .param("now", Timestamp.from(clock.instant()))
        .update();
  }

  private void supersede(String model) {
    jdbc.sql(
            "update price_proposal set status = 'superseded' where model = :model and status ="
                + " 'waiting'")
        .param("model", model)
        .update();
  }

  private void propose(String model, Tariff tariff, String sourceUrl, String why) {
    bind(
            jdbc.sql(
                """
                insert into price_proposal (id, model, input, output, cache_read, cache_write_5m, cache_write_1h, tiers, tools,
                  media, source_url, why, status, proposed_at)
                values (:id, :model, :input, :output, :read, :write5m, :write1h, :tiers, :tools, :media, :source, :why, 'waiting', :now)
                """),
            tariff)
        .param("id", UuidCreator.getTimeOrderedEpoch())
        .param("model", model)
        .param("source", sourceUrl)
        .param("why", why)
        .param("now", Timestamp.from(clock.instant()))
        .update();
  }

  private static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement, Tariff tariff) {
    Rates rates = tariff.rates();
    return statement
        .param("input", rates.input())
        .param("output", rates.output())
        .param("read", rates.cacheRead())
        .param("write5m", rates.cacheWrite5m())
        .param("write1h", rates.cacheWrite1h())
        .param("tiers", TariffText.tiers(tariff))
        .param("tools", TariffText.tools(tariff))
        .param("media", MediaText.of(tariff));
  }

  /** What waits, oldest first. */
  @Transactional(readOnly = true)
  public List<PriceProposal> waiting() {
    return jdbc.sql("select * from price_proposal where status = 'waiting' order by id")
        .query(PriceUpdates::read)
        .list();
  }

  /**
   * An operator's word on a price that waits; accepted, it is in force at once.
   *
   * @return the proposal as it is then; empty when none of that id waits
   */
  @Transactional
  public Optional<PriceProposal> decide(UUID id, boolean accept, String person) {
    Optional<PriceProposal> decided =
        jdbc.sql(
                """
                update price_proposal set status = :status, decided_by = :person, decided_at = :now
                where id = :id and status = 'waiting' returning *
                """)
            .param("status", accept ? "accepted" : "rejected")
            .param("person", person)
            .param("now", Timestamp.from(clock.instant()))
            .param("id", id)
            .query(PriceUpdates::read)
            .optional();
    if (accept) {
      decided.ifPresent(
          proposal ->
              prices.set(proposal.model(), proposal.tariff(), proposal.sourceUrl(), person));
    }
    return decided;
  }

  private static Tariff tariff(ResultSet row, int n) throws SQLException {
    return Tariff.stored(
        new Rates(
            row.getBigDecimal("input"),
            row.getBigDecimal("output"),
            row.getBigDecimal("cache_read"),
            row.getBigDecimal("cache_write_5m"),
            row.getBigDecimal("cache_write_1h")),
        row.getString("tiers"),
        row.getString("tools"),
        row.getString("media"));
  }

  private static PriceProposal read(ResultSet row, int n) throws SQLException {
    return new PriceProposal(
        row.getObject("id", UUID.class),
        row.getString("model"),
        tariff(row, n),
        row.getString("source_url"),
        row.getString("why"),
        row.getString("status"),
        row.getTimestamp("proposed_at").toInstant());
  }
}
