package io.posthouse.simulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faults that the control endpoint ordered. Thread-safe. */
final class Faults {

  private final List<Order> orders = new ArrayList<>();

  private static final class Order {
    final @Nullable String model;
    final Fault fault;
    @Nullable Integer left;

    Order(@Nullable String model, Fault fault, @Nullable Integer left) {
      this.model = model;
      this.fault = fault;
      this.left = left;
    }
  }

  synchronized void add(@Nullable String model, Fault fault, @Nullable Integer times) {
    if (times != null && times < 1) {
      throw new IllegalArgumentException("times: " + times + " (expected: >= 1)");
    }
    orders.add(new Order(model, fault, times));
  }

  /**
   * What happens to the next call of that model: the oldest order that fits, else what its name
   * says.
   */
  synchronized Fault next(String model) {
    for (Iterator<Order> all = orders.iterator(); all.hasNext(); ) {
      Order order = all.next();
      if (order.model != null && !order.model.equals(model)) {
        continue;
      }
      if (order.left != null) {
        order.left = order.left - 1;
        if (order.left == 0) {
          all.remove();
        }
      }
      return order.fault;
    }
    return Fault.ofModel(model);
  }

  synchronized int size() {
    return orders.size();
  }

  synchronized void clear() {
    orders.clear();
  }
}
