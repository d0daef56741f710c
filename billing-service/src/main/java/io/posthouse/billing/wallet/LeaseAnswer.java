package io.posthouse.billing.wallet;

/** What a request for a credit lease is answered with. */
public sealed interface LeaseAnswer {

  /** The lease; for a repeated grant id the one there is. */
  record Granted(CreditLease lease, long validSeconds) implements LeaseAnswer {}

  /** The wallet has less than the minimum available, or there is no wallet yet. */
  record BalanceShort() implements LeaseAnswer {}

  /** The key's spend limit leaves less than the minimum. */
  record KeyLimitReached() implements LeaseAnswer {}

  /** The account may not call. */
  record NotActive(WalletStatus status) implements LeaseAnswer {}

  /** The service has ended; nothing is leased any more. */
  record ServiceEnded() implements LeaseAnswer {}

  /** The node has a newer epoch, or never got this one. */
  record OldEpoch() implements LeaseAnswer {}
}
