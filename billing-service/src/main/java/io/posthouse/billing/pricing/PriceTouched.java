package io.posthouse.billing.pricing;

/**
 * The price of a model or a channel changed, or will. Published in the transaction of the cause.
 *
 * @param name the model or the channel
 */
public record PriceTouched(Kind kind, String name) {

  /** What has a price. */
  public enum Kind {
    /** A model's official price. */
    OFFICIAL,
    /** A channel's multiplier. */
    MULTIPLIER;

    /** The name in events and the database. */
    public String code() {
      return this == OFFICIAL ? "official" : "multiplier";
    }
  }
}
