package io.posthouse.billing.pricing;

import com.github.f4b6a3.uuid.UuidCreator;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Vendors' prices, set by an operator and in force at once (P23). Thread-safe. */
@Service
public class OfficialPrices {

  private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9._:@-]{0,127}");
  private static final BigDecimal WITHOUT_SOURCE = new BigDecimal("1.05");

  private final OfficialPriceRepository prices;
  private final PriceTouches touches;
  private final JdbcClient jdbc;
  private final Clock clock;

  OfficialPrices(
      OfficialPriceRepository prices, PriceTouches touches, JdbcClient jdbc, Clock clock) {
    this.prices = prices;
    this.touches = touches;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Sets a model's price, from now on. The same price again changes nothing.
   *
   * @param sourceUrl where the vendor states it; needed when one of the prices rises by more than 5
   *     %
   * @param setBy who does it
   * @return the version in force after it
   * @throws PriceRefusal if it is not acceptable
   */
  @Transactional
  public OfficialPrice set(String model, Tariff tariff, @Nullable String sourceUrl, String setBy) {
    if (!MODEL.matcher(model).matches()) {
      throw new PriceRefusal.Invalid("model: malformed (expected: " + MODEL.pattern() + ")");
    }
    if (sourceUrl != null) {
      requireAddress(sourceUrl);
    }
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended('official-price:' || :model, 0))")
        .param("model", model)
        .query()
        .singleRow();
    List<OfficialPrice> earlier = prices.of(model);
    Instant from = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (!earlier.isEmpty()) {
      OfficialPrice last = earlier.getLast();
      if (last.tariff().sameAs(tariff)) {
        return last;
      }
      if (sourceUrl == null && tariff.exceeds(last.tariff(), WITHOUT_SOURCE)) {
        throw new PriceRefusal.SourceRequired(model);
      }
      if (!from.isAfter(last.effectiveFrom())) {
        from = last.effectiveFrom().plusMillis(1);
      }
    }
    OfficialPrice price =
        prices.save(
            new OfficialPrice(
                UuidCreator.getTimeOrderedEpoch(), model, tariff, from, sourceUrl, setBy));
    touches.touch(new PriceTouched(PriceTouched.Kind.OFFICIAL, model));
    return price;
  }

  private static void requireAddress(String sourceUrl) {
    try {
      URI uri = new URI(sourceUrl);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (web && uri.getHost() != null && sourceUrl.length() <= 2000) {
        return;
      }
    } catch (URISyntaxException malformed) {
      throw new PriceRefusal.Invalid("sourceUrl: malformed (expected: an http or https address)");
    }
    throw new PriceRefusal.Invalid("sourceUrl: not an address (expected: http or https)");
  }

  /** The price of a model in force now. */
  @Transactional(readOnly = true)
  public Optional<OfficialPrice> inForce(String model) {
    return Optional.ofNullable(PriceBook.officialAt(prices.of(model), clock.instant()));
  }

  /** Every model's price in force now, by name. */
  @Transactional(readOnly = true)
  public List<OfficialPrice> inForce() {
    Instant now = clock.instant();
    return prices.all().stream()
        .collect(
            java.util.stream.Collectors.groupingBy(
                OfficialPrice::model, java.util.TreeMap::new, java.util.stream.Collectors.toList()))
        .values()
        .stream()
        .map(versions -> PriceBook.officialAt(versions, now))
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  /** Every version there was of a model's price, oldest first. */
  @Transactional(readOnly = true)
  public List<OfficialPrice> versions(String model) {
    return prices.of(model);
  }
}
