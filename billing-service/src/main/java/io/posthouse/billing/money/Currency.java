package io.posthouse.billing.money;

/** What amounts are in. Balances are USD; customers pay CNY (P20). */
public enum Currency {
  /** US dollars, 10 decimals in the ledger. */
  USD(10),
  /** Renminbi, 2 decimals. */
  CNY(2);

  private final int scale;

  Currency(int scale) {
    this.scale = scale;
  }

  /** How many decimals an amount has. */
  public int scale() {
    return scale;
  }
}
