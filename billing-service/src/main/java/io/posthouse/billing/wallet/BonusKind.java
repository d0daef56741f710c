package io.posthouse.billing.wallet;

import io.posthouse.billing.ledger.Account;
import io.posthouse.billing.ledger.TransactionKind;

/** Why somebody is given credit that they did not pay for. */
public enum BonusKind {
  /** A promotion's part of a top-up; the reference is the top-up's id. */
  TOP_UP_BONUS(TransactionKind.TOP_UP_BONUS, Account.PROMOTION_EXPENSE),
  /** An invitation's reward; the reference is the reward's id. */
  REFERRAL_REWARD(TransactionKind.REFERRAL_REWARD, Account.REFERRAL_EXPENSE),
  /** A redeemed code. */
  REDEMPTION(TransactionKind.REDEMPTION, Account.PROMOTION_EXPENSE),
  /** A suggestion that was adopted. */
  SUGGESTION_REWARD(TransactionKind.SUGGESTION_REWARD, Account.PROMOTION_EXPENSE),
  /** Credit given by an operator. */
  MANUAL_CREDIT(TransactionKind.MANUAL_CREDIT, Account.PROMOTION_EXPENSE);

  private final TransactionKind kind;
  private final Account source;

  BonusKind(TransactionKind kind, Account source) {
    this.kind = kind;
    this.source = source;
  }

  TransactionKind kind() {
    return kind;
  }

  Account source() {
    return source;
  }
}
