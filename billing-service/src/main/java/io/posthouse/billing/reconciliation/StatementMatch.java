package io.posthouse.billing.reconciliation;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.StatementLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A provider's statement beside our orders. Pure.
 *
 * @param lines how many lines the statement has
 * @param matched how many orders agree
 */
record StatementMatch(int lines, int matched, List<Difference> differences) {

  /**
   * What does not agree about an order.
   *
   * @param kind {@code not-here|not-there|other-amount|twice}
   * @param reference what the statement calls an order that is not one of ours; else null
   */
  record Difference(
      UUID orderId, String kind, Money there, Money here, @Nullable String reference) {}

  /**
   * Compares.
   *
   * @param statement the provider's payments of a day
   * @param paid ours of the same day, CNY by order
   */
  static StatementMatch of(List<StatementLine> statement, Map<UUID, Money> paid) {
    Map<UUID, List<Money>> there = new TreeMap<>();
    Map<UUID, String> references = new HashMap<>();
    for (StatementLine line : statement) {
      if (line.kind() == StatementLine.Kind.PAID) {
        there.computeIfAbsent(line.orderId(), id -> new ArrayList<>()).add(line.amount());
        String reference = line.reference();
        if (reference != null) {
          references.put(line.orderId(), reference);
        }
      }
    }
    List<Difference> differences = new ArrayList<>();
    int matched = 0;
    for (Map.Entry<UUID, List<Money>> order : there.entrySet()) {
      Money sum = order.getValue().stream().reduce(Money.zero(Currency.CNY), Money::plus);
      Money here = paid.get(order.getKey());
      if (here == null) {
        differences.add(
            new Difference(
                order.getKey(),
                "not-here",
                sum,
                Money.zero(Currency.CNY),
                references.get(order.getKey())));
      } else if (order.getValue().size() > 1) {
        differences.add(new Difference(order.getKey(), "twice", sum, here, null));
      } else if (!sum.equals(here)) {
        differences.add(new Difference(order.getKey(), "other-amount", sum, here, null));
      } else {
        matched++;
      }
    }
    paid.forEach(
        (order, here) -> {
          if (!there.containsKey(order)) {
            differences.add(
                new Difference(order, "not-there", Money.zero(Currency.CNY), here, null));
          }
        });
    return new StatementMatch(statement.size(), matched, differences);
  }
}
