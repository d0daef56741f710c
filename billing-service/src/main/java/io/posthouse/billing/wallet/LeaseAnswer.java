package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Money;

/** What a request for a credit lease is answered with. */
public sealed interface LeaseAnswer {

  /**
   * Money; for a repeated grant id what there was then.
   *
   * @param granted by this request
   * @param precise whether the wallet is so small that it is leased call by call
   */
  record Granted(CreditLease lease, Money granted, long validSeconds, boolean precise)
      implements LeaseAnswer {}

  /**
   * The wallet has less than the minimum available, or there is no wallet yet.
   *
   * @param available what there is
   */
  record BalanceShort(Money available) implements LeaseAnswer {}

  /**
   * The key's spend limit leaves less than the minimum.
   *
   * @param available what it leaves of what there is
   */
  record KeyLimitReached(Money available) implements LeaseAnswer {}

  /** The account may not call. */
  record NotActive(WalletStatus status) implements LeaseAnswer {}

  /** The service has ended; nothing is leased any more. */
  record ServiceEnded() implements LeaseAnswer {}

  /** The node has a newer epoch, or never got this one. */
  record OldEpoch() implements LeaseAnswer {}
}
