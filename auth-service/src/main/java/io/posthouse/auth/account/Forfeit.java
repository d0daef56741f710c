package io.posthouse.auth.account;

import io.posthouse.web.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The balance that somebody gives up with their account, as they named it. It is never computed
 * here: billing-service compares it with the wallet.
 */
record Forfeit(@Nullable String amount, @Nullable String currency) {

  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,10})?");

  /**
   * The same, complete.
   *
   * @throws ProblemException 400 when something is missing or malformed
   */
  static Forfeit checked(@Nullable Forfeit named) {
    String amount = named == null ? null : named.amount();
    String currency = named == null ? null : named.currency();
    if (amount == null || currency == null) {
      throw ProblemException.badRequest(
          "forfeit: missing (expected: the balance that is given up, as amount and currency)");
    }
    if (!AMOUNT.matcher(amount).matches() || !currency.equals("USD")) {
      throw ProblemException.badRequest(
          "forfeit: malformed (expected: a decimal string of at most 10 decimals, and USD)");
    }
    return new Forfeit(amount, currency);
  }
}
