package io.posthouse.billing.wallet.web;

import io.posthouse.billing.caller.Caller;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.wallet.KeySpend;
import io.posthouse.billing.wallet.KeySpends;
import io.posthouse.billing.wallet.SpendLimit;
import io.posthouse.billing.wallet.Wallet;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.web.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/balance}: an API key's wallet, and what the key itself may still spend. */
@RestController
class BalanceController {

  private final Wallets wallets;
  private final KeySpends keys;

  BalanceController(Wallets wallets, KeySpends keys) {
    this.wallets = wallets;
    this.keys = keys;
  }

  record Balance(MoneyView balance, MoneyView reserved, MoneyView available, Key key) {}

  /**
   * What a key spent this period (of its limit, else ever); limit and left are null without a
   * limit.
   */
  record Key(
      String id,
      MoneyView spent,
      MoneyView reserved,
      Caller.@Nullable Limit spendLimit,
      @Nullable MoneyView left) {}

  @GetMapping("/v1/balance")
  Balance balance(Caller caller) {
    Wallet wallet =
        wallets.find(caller.accountId()).orElseThrow(() -> ProblemException.notFound("wallet"));
    return new Balance(
        MoneyView.of(wallet.balance()),
        MoneyView.of(wallet.leased()),
        MoneyView.of(wallet.available()),
        key(caller));
  }

  private Key key(Caller caller) {
    KeySpend spend = keys.of(caller.keyId(), caller.accountId());
    Caller.Limit limit = caller.spendLimit();
    String id = caller.keyId().toString();
    MoneyView reserved = MoneyView.of(spend.reserved());
    if (limit == null) {
      return new Key(id, MoneyView.of(spend.totalSpent()), reserved, null, null);
    }
    SpendLimit.Period period = SpendLimit.Period.of(limit.period());
    SpendLimit known = new SpendLimit(limit.amount().toMoney("spendLimit", Currency.USD), period);
    return new Key(
        id, MoneyView.of(spend.spent(period)), reserved, limit, MoneyView.of(spend.left(known)));
  }
}
