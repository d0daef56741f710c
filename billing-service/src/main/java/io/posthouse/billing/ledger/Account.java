package io.posthouse.billing.ledger;

import java.util.Locale;

/** The accounts of the ledger. Those of a wallet exist once for each customer, the others once. */
public enum Account {
  /** What the customer paid for and has not spent. */
  WALLET_PAID(true),
  /**
   * What the customer was given and has not spent; spent before what was paid. Never cash (P31).
   */
  WALLET_BONUS(true),
  /** What credit leases hold. */
  WALLET_LEASED(true),
  /** Money of top-ups, as the payment providers owe it. In CNY. */
  PAYMENT_CLEARING_CNY(false),
  /** Where CNY become USD. */
  FX(false),
  /** Charges. */
  REVENUE(false),
  /** What upstreams cost. */
  UPSTREAM_COST(false),
  /** Refunds on their way. */
  REFUND_CLEARING(false),
  /** Referral rewards. */
  REFERRAL_EXPENSE(false),
  /** Bonuses of promotions, redeem codes, suggestions, manual credits. */
  PROMOTION_EXPENSE(false),
  /** Charges that no wallet could pay (I4, I8): our loss. */
  DEFICIT(false),
  /** Balances given up with their account or at the service's end. */
  FORFEITED(false);

  private final boolean wallet;

  Account(boolean wallet) {
    this.wallet = wallet;
  }

  /** Whether it is a customer's. */
  public boolean isWallet() {
    return wallet;
  }

  /** The name in the database. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The account of a name in the database. */
  static Account of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
