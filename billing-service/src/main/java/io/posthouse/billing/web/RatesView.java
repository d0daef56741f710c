package io.posthouse.billing.web;

import java.math.BigDecimal;

/** Prices per million tokens in JSON, as decimal strings. */
public record RatesView(
    String input, String output, String cacheRead, String cacheWrite5m, String cacheWrite1h) {

  /** Rates as the API writes them. */
  public static RatesView of(
      BigDecimal input,
      BigDecimal output,
      BigDecimal cacheRead,
      BigDecimal cacheWrite5m,
      BigDecimal cacheWrite1h) {
    return new RatesView(
        plain(input), plain(output), plain(cacheRead), plain(cacheWrite5m), plain(cacheWrite1h));
  }

  /** A number with every digit it has and no trailing zeros. */
  public static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
