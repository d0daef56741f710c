package io.posthouse.relay.exchange;

import io.posthouse.relay.pricing.Price;
import io.posthouse.relay.routing.Model;
import io.posthouse.relay.routing.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The channels that a call may take, in the order of its key, each with the price that was in force
 * when the call began; and the one where it is. Confined to the exchange's loop.
 */
final class Way {

  private final Model model;
  private final List<Leg> legs;
  private int at;

  /**
   * A channel on the way.
   *
   * @param price null where the call costs nothing
   */
  record Leg(Route.Stop stop, @Nullable Price price) {}

  /**
   * @param legs at least one
   */
  Way(Model model, List<Leg> legs) {
    this.model = model;
    this.legs = List.copyOf(legs);
  }

  Model model() {
    return model;
  }

  List<Leg> legs() {
    return legs;
  }

  /** Where the call is. */
  Leg here() {
    return legs.get(at);
  }

  String channel() {
    return here().stop().channel().name();
  }

  /** Goes on to the next channel; false when this was the last. */
  boolean moveOn() {
    if (at + 1 == legs.size()) {
      return false;
    }
    at++;
    return true;
  }
}
