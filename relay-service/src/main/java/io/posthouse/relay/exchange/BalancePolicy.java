package io.posthouse.relay.exchange;

/** What becomes of a stream when nothing is left to pay for more of it. */
public enum BalancePolicy {
  /** It ends with an error event. */
  STRICT,
  /** It may finish; what the wallet cannot pay is the operator's loss. */
  COURTEOUS
}
