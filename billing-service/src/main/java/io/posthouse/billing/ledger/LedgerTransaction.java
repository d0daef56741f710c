package io.posthouse.billing.ledger;

import io.posthouse.billing.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A balanced, immutable group of postings.
 *
 * @param id a UUIDv7
 * @param kind why
 * @param reference what it was made for; unique within the kind
 * @param walletId the one wallet it concerns; null when it concerns none
 * @param at business time
 * @param postings at least one
 * @param delta by how much the wallet's balance (available and leased) changed, USD
 * @param balanceAfter the wallet's balance after it; zero without a wallet
 */
public record LedgerTransaction(
    UUID id,
    TransactionKind kind,
    String reference,
    @Nullable UUID walletId,
    Instant at,
    List<Posting> postings,
    Money delta,
    Money balanceAfter) {

  /**
   * @throws IllegalArgumentException if it has no posting, touches a wallet's account without
   *     naming the wallet, or its delta is not what its postings do to the wallet
   */
  public LedgerTransaction {
    postings = List.copyOf(postings);
    if (postings.isEmpty()) {
      throw new IllegalArgumentException("postings: none (expected: at least one)");
    }
    if (walletId == null
        && postings.stream().anyMatch(p -> p.from().isWallet() || p.to().isWallet())) {
      throw new IllegalArgumentException("walletId: none (expected: the wallet that is touched)");
    }
    Money moved = walletDelta(postings);
    if (!moved.equals(delta)) {
      throw new IllegalArgumentException("delta: " + delta + " (expected: " + moved + ")");
    }
  }

  /** What postings do to a wallet's balance. */
  public static Money walletDelta(List<Posting> postings) {
    Money sum = Money.ZERO_USD;
    for (Posting posting : postings) {
      if (posting.to().isWallet()) {
        sum = sum.plus(posting.amount());
      }
      if (posting.from().isWallet()) {
        sum = sum.minus(posting.amount());
      }
    }
    return sum;
  }
}
