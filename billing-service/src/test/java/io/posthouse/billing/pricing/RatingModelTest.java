package io.posthouse.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Random calls at random tariffs against arithmetic of another kind: whole numbers of the smallest
 * unit there is (I9). The seed is in every failure.
 */
class RatingModelTest {

  private static final int ROUNDS = 5_000;
  private static final String[] SERVICE_TIERS = {"", "flex", "priority", "batch"};
  private static final String[] TOOLS = {"web_search_requests", "file_search_call"};

  @Test
  void theChargeIsWhatTheStoredVersionsSayHoweverItIsRecomputed() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      // Given: what a receipt's reader has: the texts of the versions, and the counts
      List<Rating.Part> parts = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        parts.add(new Rating.Part(used(random), tariff(random)));
      }
      BigDecimal multiplier = BigDecimal.valueOf(1 + random.nextInt(30_000), 4);
      List<Rating.Part> stored = new ArrayList<>();
      for (Rating.Part part : parts) {
        Tariff of = part.tariff();
        Tariff read =
            Tariff.stored(
                of.rates().with(Map.of()),
                TariffText.tiers(of),
                TariffText.tools(of),
                MediaText.of(of));
        assertThat(read.sameAs(of)).as("seed %s round %s: %s", seed, round, of).isTrue();
        stored.add(new Rating.Part(part.used(), read));
      }
      Collections.shuffle(stored, random);

      // When // Then
      BigDecimal charge = Rating.charge(parts, multiplier).amount();
      assertThat(Rating.charge(stored, multiplier).amount())
          .as("seed %s round %s", seed, round)
          .isEqualTo(charge);
      assertThat(charge)
          .as("seed %s round %s", seed, round)
          .isEqualByComparingTo(inSmallestUnits(parts, multiplier));
    }
  }

  /**
   * Rates have 10 decimals at most, the multiplier 4, per million: 20 in all; then half up at 10.
   */
  private static BigDecimal inSmallestUnits(List<Rating.Part> parts, BigDecimal multiplier) {
    BigInteger sum = BigInteger.ZERO;
    for (Rating.Part part : parts) {
      TokenCounts tokens = part.used().tokens();
      Rates rates = reference(part.tariff(), part.used());
      long[] counts = {
        tokens.input(),
        tokens.output(),
        tokens.cacheRead(),
        tokens.cacheWrite5m(),
        tokens.cacheWrite1h()
      };
      BigDecimal[] each = {
        rates.input(), rates.output(), rates.cacheRead(), rates.cacheWrite5m(), rates.cacheWrite1h()
      };
      for (int i = 0; i < counts.length; i++) {
        sum = sum.add(units(each[i]).multiply(BigInteger.valueOf(counts[i])));
      }
      for (Map.Entry<MediaKind, Long> media : tokens.media().entrySet()) {
        BigDecimal named = rates.media().get(media.getKey());
        BigDecimal rate = named == null ? textInPlaceOf(media.getKey(), rates) : named;
        sum = sum.add(units(rate).multiply(BigInteger.valueOf(media.getValue())));
      }
      for (Map.Entry<String, Long> tool : part.used().tools().entrySet()) {
        BigDecimal price = part.tariff().tools().getOrDefault(tool.getKey(), BigDecimal.ZERO);
        sum = sum.add(units(price).multiply(BigInteger.valueOf(tool.getValue() * 1000)));
      }
    }
    BigInteger exact = sum.multiply(multiplier.movePointRight(4).toBigIntegerExact());
    BigInteger unit = BigInteger.TEN.pow(10);
    BigInteger[] rounded = exact.add(unit.shiftRight(1)).divideAndRemainder(unit);
    return new BigDecimal(rounded[0], 10);
  }

  private static BigDecimal textInPlaceOf(MediaKind kind, Rates rates) {
    String word = kind.word();
    return word.startsWith("input")
        ? rates.input()
        : word.startsWith("output") ? rates.output() : rates.cacheRead();
  }

  private static BigInteger units(BigDecimal rate) {
    return rate.movePointRight(10).toBigIntegerExact();
  }

  /** Every tier looked at, the longest that fits kept. */
  private static Rates reference(Tariff tariff, Consumption used) {
    long input =
        used.tokens().input()
            + used.tokens().cacheRead()
            + used.tokens().cacheWrite5m()
            + used.tokens().cacheWrite1h()
            + used.tokens().media().entrySet().stream()
                .filter(part -> !part.getKey().word().startsWith("output"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    RateTier best = null;
    for (RateTier tier : tariff.tiers()) {
      boolean named = !tier.serviceTier().isEmpty();
      if ((named && !tier.serviceTier().equals(used.serviceTier()))
          || (tier.above() > 0 && input <= tier.above())) {
        continue;
      }
      boolean bestNamed = best != null && !best.serviceTier().isEmpty();
      if (best == null
          || (named && !bestNamed)
          || (named == bestNamed && tier.above() > best.above())) {
        best = tier;
      }
    }
    return best == null ? tariff.rates() : best.rates();
  }

  private static Consumption used(Random random) {
    Map<String, Long> tools = new TreeMap<>();
    if (random.nextBoolean()) {
      tools.put(TOOLS[random.nextInt(TOOLS.length)], (long) random.nextInt(50));
    }
    String tier = SERVICE_TIERS[random.nextInt(SERVICE_TIERS.length)];
    return new Consumption(
        new TokenCounts(
            random.nextInt(300_000),
            random.nextInt(60_000),
            random.nextInt(300_000),
            random.nextInt(2) * random.nextInt(300_000),
            random.nextInt(2) * random.nextInt(300_000),
            media(random, () -> (long) random.nextInt(50_000))),
        tier.isEmpty() ? null : tier,
        tools);
  }

  private static Tariff tariff(Random random) {
    List<RateTier> tiers = new ArrayList<>();
    for (String serviceTier : SERVICE_TIERS) {
      if (!serviceTier.isEmpty() && random.nextBoolean()) {
        tiers.add(new RateTier(serviceTier, 0, rates(random)));
      }
      if (random.nextBoolean()) {
        tiers.add(new RateTier(serviceTier, 200_000, rates(random)));
      }
      if (random.nextInt(4) == 0) {
        tiers.add(new RateTier(serviceTier, 272_000, rates(random)));
      }
    }
    TreeMap<String, BigDecimal> tools = new TreeMap<>();
    if (random.nextBoolean()) {
      tools.put(TOOLS[0], rate(random));
    }
    return new Tariff(rates(random), tiers, tools);
  }

  private static Rates rates(Random random) {
    return new Rates(
        rate(random),
        rate(random),
        rate(random),
        rate(random),
        rate(random),
        media(random, () -> rate(random)));
  }

  /** Something for some of the kinds, for none in half of the cases. */
  private static <T> Map<MediaKind, T> media(Random random, Supplier<T> some) {
    Map<MediaKind, T> media = new TreeMap<>();
    boolean any = random.nextBoolean();
    for (MediaKind kind : MediaKind.values()) {
      if (any && random.nextBoolean()) {
        media.put(kind, some.get());
      }
    }
    return media;
  }

  private static BigDecimal rate(Random random) {
    return BigDecimal.valueOf(random.nextInt(1_000_000_000), 4 + random.nextInt(7));
  }
}
