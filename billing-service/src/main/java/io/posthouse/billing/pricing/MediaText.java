package io.posthouse.billing.pricing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rates of sound and pictures as they stand in a column, one text for the plain rates and all tiers
 * (ADR 0024): {@code >0=inputAudio:40,outputAudio:80;>200000=inputAudio:50}. Beside the tiers and
 * not in them, so that a billing-service which knows nothing of them reads the tiers as ever. The
 * same tariff has the same text.
 */
final class MediaText {

  private static final String PLAIN = ">0";

  private MediaText() {}

  static String of(Tariff tariff) {
    List<String> parts = new ArrayList<>();
    add(parts, PLAIN, tariff.rates());
    tariff.tiers().forEach(tier -> add(parts, name(tier), tier.rates()));
    return String.join(";", parts);
  }

  private static void add(List<String> parts, String name, Rates rates) {
    if (!rates.media().isEmpty()) {
      parts.add(
          rates.media().entrySet().stream()
              .map(rate -> rate.getKey().word() + ":" + TariffText.plain(rate.getValue()))
              .collect(Collectors.joining(",", name + "=", "")));
    }
  }

  /**
   * The same tariff with what was written of it.
   *
   * @throws IllegalArgumentException if it was not written here
   */
  static Tariff read(Tariff without, String text) {
    if (text.isEmpty()) {
      return without;
    }
    Map<String, Map<MediaKind, BigDecimal>> named = new HashMap<>();
    for (String part : text.split(";", -1)) {
      int at = part.indexOf('=');
      if (at < 0) {
        throw malformed();
      }
      named.put(part.substring(0, at), rates(part.substring(at + 1)));
    }
    return new Tariff(
        without.rates().with(named.getOrDefault(PLAIN, Map.of())),
        without.tiers().stream()
            .map(
                tier ->
                    new RateTier(
                        tier.serviceTier(),
                        tier.above(),
                        tier.rates().with(named.getOrDefault(name(tier), Map.of()))))
            .toList(),
        without.tools());
  }

  private static Map<MediaKind, BigDecimal> rates(String text) {
    Map<MediaKind, BigDecimal> rates = new EnumMap<>(MediaKind.class);
    for (String rate : text.split(",", -1)) {
      int at = rate.indexOf(':');
      MediaKind kind =
          MediaKind.of(rate.substring(0, Math.max(0, at))).orElseThrow(MediaText::malformed);
      rates.put(kind, new BigDecimal(rate.substring(at + 1)));
    }
    return rates;
  }

  private static String name(RateTier tier) {
    return tier.serviceTier() + ">" + tier.above();
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("media: malformed (expected: tier>above=kind:rate,...)");
  }
}
