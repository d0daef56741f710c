package io.posthouse.billing.ledger;

import java.util.Locale;

/**
 * Why a ledger transaction was made. The name, in lower case with hyphens, is a ledger line's
 * {@code kind} in the API.
 */
public enum TransactionKind {
  /** Money paid in. */
  TOP_UP,
  /** A promotion's part of a top-up. */
  TOP_UP_BONUS,
  /** A reward for an invitation. */
  REFERRAL_REWARD,
  /** A redeemed code. */
  REDEMPTION,
  /** A suggestion that was adopted. */
  SUGGESTION_REWARD,
  /** Credit given by an operator. */
  MANUAL_CREDIT,
  /** A bonus taken back. */
  BONUS_REVERSAL,
  /** A call. */
  CHARGE,
  /** A part of a call's charge, given back. */
  CHARGE_REVERSAL,
  /** Money set aside for a relay node; the balance stays. */
  LEASE,
  /** The unused rest of a lease, back in the wallet; the balance stays. */
  RELEASE,
  /** Money sent back to the payer. */
  REFUND,
  /** A refund that its provider did not take, back in the wallet. */
  REFUND_REVERSAL,
  /** A refund that its provider paid out; concerns no wallet any more. */
  REFUND_SENT,
  /** A payment that its provider took back. */
  CHARGEBACK,
  /** A payment that was taken back is there again. */
  CHARGEBACK_REVERSAL,
  /** A balance given up with the account. */
  FORFEITURE;

  /** The name in the database and the API. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
