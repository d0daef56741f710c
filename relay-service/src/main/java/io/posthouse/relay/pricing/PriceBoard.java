package io.posthouse.relay.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The prices that are known here. Thread-safe. */
public final class PriceBoard {

  private static final String OFFICIAL = "official";
  private static final String MULTIPLIER = "multiplier";

  private final Map<String, List<PriceRecord.Version>> official = new ConcurrentHashMap<>();
  private final Map<String, List<PriceRecord.Version>> multipliers = new ConcurrentHashMap<>();

  /** Takes what is true of one name now; kinds that are not known are ignored. */
  public void apply(PriceRecord record) {
    switch (record.kind()) {
      case OFFICIAL -> official.put(record.name(), List.copyOf(record.versions()));
      case MULTIPLIER -> multipliers.put(record.name(), List.copyOf(record.versions()));
      default -> {
        // A kind from the future: within a version of the event, additions are allowed.
      }
    }
  }

  /**
   * What a call of that model costs through that channel when it begins then; null when there is no
   * price.
   */
  public @Nullable Price at(String model, String channel, Instant when) {
    PriceRecord.Version price = inForce(official.get(model), when);
    PriceRecord.Version factor = inForce(multipliers.get(channel), when);
    PriceRecord.Rates rates = price == null ? null : price.rates();
    var multiplier = factor == null ? null : factor.multiplier();
    if (price == null || rates == null || factor == null || multiplier == null) {
      return null;
    }
    List<PriceRecord.Tier> tiers = price.tiers();
    Map<String, BigDecimal> tools = price.tools();
    return new Price(
        price.version(),
        rates,
        tiers == null ? List.of() : tiers,
        tools == null ? Map.of() : tools,
        factor.version(),
        multiplier);
  }

  private static PriceRecord.@Nullable Version inForce(
      @Nullable List<PriceRecord.Version> versions, Instant when) {
    if (versions == null) {
      return null;
    }
    PriceRecord.Version latest = null;
    for (PriceRecord.Version version : versions) {
      boolean begun = !version.effectiveFrom().isAfter(when);
      if (begun && (latest == null || !version.effectiveFrom().isBefore(latest.effectiveFrom()))) {
        latest = version;
      }
    }
    return latest;
  }
}
