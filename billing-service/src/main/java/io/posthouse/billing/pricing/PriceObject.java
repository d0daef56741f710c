package io.posthouse.billing.pricing;

import java.util.List;

/**
 * The price of one thing: every version in force or to come, and the one before, ascending by their
 * start.
 */
public sealed interface PriceObject {

  /** The model or the channel. */
  String name();

  /** A model's official price. */
  record Official(String name, List<OfficialPrice> versions) implements PriceObject {}

  /** A channel's multiplier. */
  record Multiplier(String name, List<ChannelMultiplier> versions) implements PriceObject {}
}
