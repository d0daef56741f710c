package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.outbox.Outbox;
import org.springframework.stereotype.Component;

/**
 * Says that a balance is low or used up, each once per crossing: "low" when a charge takes it from
 * the threshold or more to below, "exhausted" when a charge takes it to zero or a call is refused
 * for lack of it while it is below the threshold; again only after a credit.
 */
@Component
class BalanceNotices {

  static final String LOW = "billing.balance-low.v1";
  static final String EXHAUSTED = "billing.balance-exhausted.v1";

  private final Outbox outbox;
  private final Money threshold;

  BalanceNotices(Outbox outbox, BalanceProperties properties) {
    this.outbox = outbox;
    this.threshold = properties.threshold();
  }

  record BalanceChanged(String accountId, MoneyView balance, MoneyView threshold) {}

  /** After a charge; answers the wallet to save. In the charge's transaction. */
  Wallet charged(Wallet before, Wallet after) {
    if (before.balance().compareTo(threshold) >= 0 && after.balance().compareTo(threshold) < 0) {
      append(LOW, after);
    }
    return after.balance().isZero() && before.balance().isPositive() ? exhausted(after) : after;
  }

  /** After a call was refused for lack of balance; answers the wallet to save. */
  Wallet refused(Wallet wallet) {
    return wallet.balance().compareTo(threshold) < 0 ? exhausted(wallet) : wallet;
  }

  private Wallet exhausted(Wallet wallet) {
    if (wallet.exhaustedTold()) {
      return wallet;
    }
    append(EXHAUSTED, wallet);
    return wallet.toldExhausted();
  }

  private void append(String topic, Wallet wallet) {
    String account = wallet.accountId().toString();
    outbox.append(
        topic,
        account,
        new BalanceChanged(account, MoneyView.of(wallet.balance()), MoneyView.of(threshold)));
  }
}
