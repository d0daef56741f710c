package io.posthouse.billing.web;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Money in JSON: {@code {"amount":"12.3456","currency":"USD"}}.
 *
 * @param amount a decimal string with every digit there is
 * @param currency {@code USD} or {@code CNY}
 */
public record MoneyView(String amount, String currency) {

  /** Money as the API writes it. */
  public static MoneyView of(Money money) {
    return new MoneyView(money.plain(), money.currency().name());
  }

  /**
   * Reads an object, or a bare decimal string, which is USD.
   *
   * @throws IllegalArgumentException if it is neither, or has another field
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static MoneyView read(@Nullable JsonNode json) {
    if (json != null && json.isString()) {
      return new MoneyView(json.stringValue(), Currency.USD.name());
    }
    if (json == null
        || !json.isObject()
        || json.size() != 2
        || !json.path("amount").isString()
        || !json.path("currency").isString()) {
      throw new IllegalArgumentException(
          "money: malformed (expected: {\"amount\":\"12.34\",\"currency\":\"USD\"}, decimal strings)");
    }
    return new MoneyView(json.get("amount").stringValue(), json.get("currency").stringValue());
  }

  /**
   * As an amount.
   *
   * @param field its name, for the message
   * @param expected the currency it must be in
   * @throws IllegalArgumentException if it is not a decimal number, has too many decimals, or is in
   *     another currency
   */
  public Money toMoney(String field, Currency expected) {
    if (!currency.equals(expected.name())) {
      throw new IllegalArgumentException(
          field + ".currency: " + currency + " (expected: " + expected + ")");
    }
    try {
      return expected == Currency.USD ? Money.usd(amount) : Money.cny(amount);
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(field + "." + malformed.getMessage(), malformed);
    }
  }
}
