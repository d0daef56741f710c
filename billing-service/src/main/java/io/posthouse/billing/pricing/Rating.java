package io.posthouse.billing.pricing;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.money.Rounding;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;

/**
 * What a call costs: {@code (sum over kinds (tokens x official rate) / 1,000,000 + sum over tools
 * (uses x official price) / 1,000) x multiplier}, summed exactly over all models that worked on it,
 * and rounded once, half up, to 10 decimals of a dollar (I9). It depends on nothing else, so anyone
 * can recompute a receipt.
 */
public final class Rating {

  private Rating() {}

  /** What was used of a model, and what that model costs. */
  public record Part(Consumption used, Tariff tariff) {}

  /** The charge for a call that one model answered. */
  public static Money charge(Consumption used, Tariff tariff, BigDecimal multiplier) {
    return charge(List.of(new Part(used, tariff)), multiplier);
  }

  /** The charge for a call, at pinned prices. */
  public static Money charge(Collection<Part> parts, BigDecimal multiplier) {
    BigDecimal official =
        parts.stream().map(Rating::official).reduce(BigDecimal.ZERO, BigDecimal::add);
    return Rounding.toMoney(official.multiply(multiplier), Currency.USD);
  }

  private static BigDecimal official(Part part) {
    TokenCounts tokens = part.used().tokens();
    Rates rates = part.tariff().ratesOf(part.used());
    BigDecimal exact =
        product(tokens.input(), rates.input())
            .add(product(tokens.output(), rates.output()))
            .add(product(tokens.cacheRead(), rates.cacheRead()))
            .add(product(tokens.cacheWrite5m(), rates.cacheWrite5m()))
            .add(product(tokens.cacheWrite1h(), rates.cacheWrite1h()))
            .add(media(tokens, rates))
            .movePointLeft(6);
    return part.used().tools().entrySet().stream()
        .map(tool -> product(tool.getValue(), part.tariff().perThousand(tool.getKey())))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .movePointLeft(3)
        .add(exact);
  }

  private static BigDecimal media(TokenCounts tokens, Rates rates) {
    return tokens.media().entrySet().stream()
        .map(part -> product(part.getValue(), rates.of(part.getKey())))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal product(long count, BigDecimal rate) {
    return rate.multiply(BigDecimal.valueOf(count));
  }
}
