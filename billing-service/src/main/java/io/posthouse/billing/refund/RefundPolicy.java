package io.posthouse.billing.refund;

/** The operator's one choice (P29). */
enum RefundPolicy {
  /** Paid top-ups are not refunded on request. */
  NON_REFUNDABLE("non-refundable"),
  /** What is left of a paid top-up can be refunded to its payment. */
  TO_ORIGINAL_PAYMENT("to-original-payment");

  private final String code;

  RefundPolicy(String code) {
    this.code = code;
  }

  static RefundPolicy of(String code) {
    for (RefundPolicy policy : values()) {
      if (policy.code.equals(code)) {
        return policy;
      }
    }
    throw new IllegalArgumentException(
        "posthouse.refund-policy: " + code + " (expected: non-refundable or to-original-payment)");
  }
}
