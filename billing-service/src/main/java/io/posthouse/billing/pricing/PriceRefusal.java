package io.posthouse.billing.pricing;

/** A price that is not acceptable. Stackless: it is an answer, not a fault. */
public abstract sealed class PriceRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private PriceRefusal(String message) {
    super(message, null, false, false);
  }

  /** A rise of more than 5 % that names no source. */
  public static final class SourceRequired extends PriceRefusal {
    private static final long serialVersionUID = 1L;

    SourceRequired(String model) {
      super(
          "sourceUrl: missing (expected: where the vendor states it, because a price of "
              + model
              + " rises by more than 5 %)");
    }
  }

  /** A value out of range. */
  public static final class Invalid extends PriceRefusal {
    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message);
    }
  }
}
