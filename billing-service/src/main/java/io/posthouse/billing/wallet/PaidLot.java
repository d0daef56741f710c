package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A paid order's part of a wallet (I13): {@code usd = consumed + refundedUsd + remaining}.
 * Immutable.
 *
 * @param id the order's
 * @param cny what was paid
 * @param usd what it was credited as
 * @param remaining what of it is still in the wallet or in its leases
 * @param refundedUsd what left the wallet for refunds and chargebacks
 * @param refundedCny what went back to the payer; never more than was paid
 */
public record PaidLot(
    UUID id,
    UUID accountId,
    Money cny,
    Money usd,
    Money remaining,
    Money refundedUsd,
    Money refundedCny) {

  /** What was spent of it. */
  public Money consumed() {
    return usd.minus(refundedUsd).minus(remaining);
  }

  /**
   * What an amount of it is in CNY, at the order's own rate: rounded half up to the cent, and never
   * more than what is left of the payment. All that was paid when nothing was spent.
   */
  public Money inCny(Money part) {
    BigDecimal exact = part.amount().multiply(cny.amount());
    Money share = new Money(exact.divide(usd.amount(), 2, RoundingMode.HALF_UP), Currency.CNY);
    return share.min(cny.minus(refundedCny));
  }

  PaidLot without(Money part, Money back) {
    return new PaidLot(
        id,
        accountId,
        cny,
        usd,
        remaining.minus(part),
        refundedUsd.plus(part),
        refundedCny.plus(back));
  }

  /** What was taken out comes back: a refund that failed. */
  PaidLot with(Money part, Money back) {
    return new PaidLot(
        id,
        accountId,
        cny,
        usd,
        remaining.plus(part),
        refundedUsd.minus(part),
        refundedCny.minus(back));
  }

  /** A part of it went back to the payer, spent or not. */
  PaidLot chargedBack(Money part, Money back) {
    Money refunded = refundedUsd.plus(part);
    return new PaidLot(
        id,
        accountId,
        cny,
        usd,
        remaining.min(usd.minus(refunded)),
        refunded,
        refundedCny.plus(back));
  }

  /**
   * What was charged back is there again.
   *
   * @param held what of the part the wallet got back as paid money
   */
  PaidLot givenAgain(Money held, Money part, Money back) {
    return new PaidLot(
        id,
        accountId,
        cny,
        usd,
        remaining.plus(held),
        refundedUsd.minus(part),
        refundedCny.minus(back));
  }

  PaidLot left(Money remaining) {
    return new PaidLot(id, accountId, cny, usd, remaining, refundedUsd, refundedCny);
  }

  /**
   * Lots after charges took a wallet down to what it holds: each shrinks in proportion. The digits
   * that no proportion gives out go to the first lots, so that the sum is exact.
   *
   * @param holds the paid money of the wallet and its leases; more than the lots' sum leaves them
   *     as they are
   */
  static List<PaidLot> scaled(List<PaidLot> lots, Money holds) {
    BigInteger total = sum(lots).amount().unscaledValue();
    BigInteger target = holds.amount().unscaledValue();
    if (target.compareTo(total) >= 0) {
      return lots;
    }
    List<PaidLot> scaled = new ArrayList<>(lots.size());
    BigInteger given = BigInteger.ZERO;
    for (PaidLot lot : lots) {
      BigInteger part = lot.remaining.amount().unscaledValue().multiply(target).divide(total);
      given = given.add(part);
      scaled.add(lot.left(units(part)));
    }
    Money rest = units(target.subtract(given));
    for (int i = 0; rest.isPositive(); i++) {
      PaidLot lot = scaled.get(i);
      Money room = lots.get(i).remaining.minus(lot.remaining).min(rest);
      scaled.set(i, lot.left(lot.remaining.plus(room)));
      rest = rest.minus(room);
    }
    return scaled;
  }

  /**
   * Lots after some of what was spent came back: to each in proportion to what was spent of it, so
   * that no lot holds more than was paid and not refunded.
   *
   * @param back at most what was spent of all
   */
  static List<PaidLot> restored(List<PaidLot> lots, Money back) {
    List<PaidLot> spent = lots.stream().map(lot -> lot.left(lot.consumed())).toList();
    List<PaidLot> stillSpent = scaled(spent, sum(spent).minus(back));
    List<PaidLot> restored = new ArrayList<>(lots.size());
    for (int i = 0; i < lots.size(); i++) {
      PaidLot lot = lots.get(i);
      restored.add(lot.left(lot.usd.minus(lot.refundedUsd).minus(stillSpent.get(i).remaining)));
    }
    return restored;
  }

  /** What was spent of all. */
  static Money spent(List<PaidLot> lots) {
    return lots.stream().map(PaidLot::consumed).reduce(Money.ZERO_USD, Money::plus);
  }

  static Optional<PaidLot> find(List<PaidLot> lots, UUID id) {
    return lots.stream().filter(lot -> lot.id.equals(id)).findFirst();
  }

  /** The lots with one of them changed. */
  static List<PaidLot> replace(List<PaidLot> lots, PaidLot changed) {
    return lots.stream().map(lot -> lot.id.equals(changed.id) ? changed : lot).toList();
  }

  static Money sum(List<PaidLot> lots) {
    return lots.stream().map(PaidLot::remaining).reduce(Money.ZERO_USD, Money::plus);
  }

  private static Money units(BigInteger unscaled) {
    return Money.usd(new BigDecimal(unscaled, Currency.USD.scale()));
  }
}
