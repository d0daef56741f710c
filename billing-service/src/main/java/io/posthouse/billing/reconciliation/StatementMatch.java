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
   * @param kind {@code not-here|not-there|other-amount|twice|refund-not-here}
   * @param reference what the statement calls an order that is not one of ours; else null
   */
  record Difference(
      UUID orderId, String kind, Money there, Money here, @Nullable String reference) {}

  /**
   * Compares. A refund that the provider made and we know nothing of is a difference; one of ours
   * that is not on this day's statement may be on another's, and is none.
   *
   * @param statement the provider's payments and refunds of a day
   * @param paid what we credited of the same day, CNY by order
   * @param refunded what we sent back or are sending, of any day, CNY by order; may leave out
   *     orders that the statement refunds nothing of
   */
  static StatementMatch of(
      List<StatementLine> statement, Map<UUID, Money> paid, Map<UUID, Money> refunded) {
    Map<UUID, List<Money>> there = byOrder(statement, StatementLine.Kind.PAID);
    Map<UUID, String> references = new HashMap<>();
    for (StatementLine line : statement) {
      String reference = line.reference();
      if (reference != null) {
        references.put(line.orderId(), reference);
      }
    }
    List<Difference> differences = new ArrayList<>();
    int matched = 0;
    for (Map.Entry<UUID, List<Money>> order : there.entrySet()) {
      UUID id = order.getKey();
      Money sum = sum(order.getValue());
      Money here = paid.get(id);
      if (here == null) {
        differences.add(
            new Difference(id, "not-here", sum, Money.zero(Currency.CNY), references.get(id)));
      } else if (sum.equals(here)) {
        matched++;
      } else {
        String kind = order.getValue().size() > 1 ? "twice" : "other-amount";
        differences.add(new Difference(id, kind, sum, here, null));
      }
    }
    paid.forEach(
        (order, here) -> {
          if (!there.containsKey(order)) {
            differences.add(
                new Difference(order, "not-there", Money.zero(Currency.CNY), here, null));
          }
        });
    byOrder(statement, StatementLine.Kind.REFUNDED)
        .forEach(
            (order, amounts) -> {
              Money sent = refunded.getOrDefault(order, Money.zero(Currency.CNY));
              if (sum(amounts).compareTo(sent) > 0) {
                differences.add(
                    new Difference(
                        order, "refund-not-here", sum(amounts), sent, references.get(order)));
              }
            });
    return new StatementMatch(statement.size(), matched, differences);
  }

  private static Map<UUID, List<Money>> byOrder(
      List<StatementLine> statement, StatementLine.Kind kind) {
    Map<UUID, List<Money>> amounts = new TreeMap<>();
    for (StatementLine line : statement) {
      if (line.kind() == kind) {
        amounts.computeIfAbsent(line.orderId(), id -> new ArrayList<>()).add(line.amount());
      }
    }
    return amounts;
  }

  private static Money sum(List<Money> amounts) {
    return amounts.stream().reduce(Money.zero(Currency.CNY), Money::plus);
  }
}
