package io.posthouse.auth.account;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The published list: an account is suspended or banned for one of these and for nothing else
 * (P43).
 */
public enum Cause {
  /** A key is shared or sold on (P42). */
  @JsonProperty("key-resale")
  KEY_RESALE,
  /** A payment with somebody else's money, or one taken back after it was spent. */
  @JsonProperty("payment-fraud")
  PAYMENT_FRAUD,
  /** Rewards gained by inviting oneself or people who do not exist (P52). */
  @JsonProperty("referral-abuse")
  REFERRAL_ABUSE,
  /** An attack on the service or on others through it (P45). */
  @JsonProperty("attack")
  ATTACK,
  /** Calls made so that they are not charged (P45). */
  @JsonProperty("billing-bypass")
  BILLING_BYPASS,
  /** Load made to harm (P45). */
  @JsonProperty("malicious-load")
  MALICIOUS_LOAD,
  /** Another breach of the terms in force; the evidence names the clause. */
  @JsonProperty("terms-violation")
  TERMS_VIOLATION
}
