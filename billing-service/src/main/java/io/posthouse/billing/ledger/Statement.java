package io.posthouse.billing.ledger;

import io.posthouse.billing.money.Money;
import java.util.List;

/**
 * A wallet's statement over a stretch of time.
 *
 * @param opening the balance at its start
 * @param movements what changed the balance, by kind
 */
public record Statement(Money opening, List<Movement> movements) {

  /** All lines of one kind. */
  public record Movement(String kind, long lines, Money amount) {}

  /** The balance at its end. */
  public Money closing() {
    return movements.stream().map(Movement::amount).reduce(opening, Money::plus);
  }
}
