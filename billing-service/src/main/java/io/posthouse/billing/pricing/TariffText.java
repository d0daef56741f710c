package io.posthouse.billing.pricing;

import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tiers and tools as they stand in a column, one text each, for nothing asks the database about
 * them (ADR 0017): {@code priority>0=6,30,0.6,7.5,12;>200000=6,22.5,0.6,7.5,12} and {@code
 * web_search_requests=10}. Rates are those of text, in the order of {@link Rates}. The same tariff
 * has the same text.
 */
final class TariffText {

  private TariffText() {}

  static String tiers(Tariff tariff) {
    return tariff.tiers().stream()
        .map(tier -> tier.serviceTier() + ">" + tier.above() + "=" + rates(tier.rates()))
        .collect(Collectors.joining(";"));
  }

  static String tools(Tariff tariff) {
    return tariff.tools().entrySet().stream()
        .map(tool -> tool.getKey() + "=" + plain(tool.getValue()))
        .collect(Collectors.joining(";"));
  }

  /**
   * What was written.
   *
   * @throws IllegalArgumentException if it was not written here
   */
  static Tariff read(Rates rates, String tiers, String tools) {
    List<RateTier> read = parts(tiers).map(TariffText::tier).toList();
    SortedMap<String, BigDecimal> prices = new TreeMap<>();
    parts(tools)
        .forEach(
            part -> {
              int at = part.indexOf('=');
              prices.put(part.substring(0, at), new BigDecimal(part.substring(at + 1)));
            });
    return new Tariff(rates, read, prices);
  }

  private static Stream<String> parts(String text) {
    return text.isEmpty() ? Stream.empty() : Stream.of(text.split(";", -1));
  }

  private static RateTier tier(String part) {
    int above = part.indexOf('>');
    int rates = part.indexOf('=');
    BigDecimal[] numbers =
        Stream.of(part.substring(rates + 1).split(",", -1))
            .map(BigDecimal::new)
            .toArray(BigDecimal[]::new);
    if (above < 0 || numbers.length != 5) {
      throw new IllegalArgumentException("tier: malformed (expected: tier>above=five rates)");
    }
    return new RateTier(
        part.substring(0, above),
        Long.parseLong(part.substring(above + 1, rates)),
        new Rates(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]));
  }

  private static String rates(Rates rates) {
    return rates.ofText().values().stream().map(TariffText::plain).collect(Collectors.joining(","));
  }

  static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
