package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * What a key spent today, this month and ever, and what leases hold of it. Immutable. Kept for
 * every key that calls, with a limit or without, so that a limit set later counts what was spent
 * before. Days and months are UTC, by business time.
 *
 * <p>A charge counts in the period in which its lease was granted. What leases hold counts in the
 * current period.
 *
 * @param month the month's first day
 */
public record KeySpend(
    UUID keyId,
    UUID accountId,
    LocalDate day,
    Money daySpent,
    LocalDate month,
    Money monthSpent,
    Money totalSpent,
    Money reserved) {

  /** A key that has not called yet. */
  static KeySpend none(UUID keyId, UUID accountId, Instant now) {
    LocalDate day = day(now);
    return new KeySpend(
        keyId,
        accountId,
        day,
        Money.ZERO_USD,
        day.withDayOfMonth(1),
        Money.ZERO_USD,
        Money.ZERO_USD,
        Money.ZERO_USD);
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  /** The same in the periods of an instant: a new day or month starts at nothing. */
  KeySpend at(Instant now) {
    LocalDate today = day(now);
    LocalDate thisMonth = today.withDayOfMonth(1);
    return new KeySpend(
        keyId,
        accountId,
        today.isAfter(day) ? today : day,
        today.isAfter(day) ? Money.ZERO_USD : daySpent,
        thisMonth.isAfter(month) ? thisMonth : month,
        thisMonth.isAfter(month) ? Money.ZERO_USD : monthSpent,
        totalSpent,
        reserved);
  }

  /** What was spent in a limit's period. */
  public Money spent(SpendLimit.Period period) {
    return switch (period) {
      case DAY -> daySpent;
      case MONTH -> monthSpent;
      case TOTAL -> totalSpent;
    };
  }

  /** What a limit leaves, after what was spent and what leases hold; zero or more. */
  public Money left(SpendLimit limit) {
    return limit.amount().minus(spent(limit.period())).minus(reserved).max(Money.ZERO_USD);
  }

  KeySpend reserve(Money amount) {
    return with(daySpent, monthSpent, totalSpent, reserved.plus(amount));
  }

  /**
   * A lease ends with a charge.
   *
   * @param held what the lease held
   * @param chargedIn when the lease was granted, on the business clock
   */
  KeySpend settle(Money held, Money charge, Instant chargedIn) {
    LocalDate chargedDay = day(chargedIn);
    return with(
        chargedDay.equals(day) ? daySpent.plus(charge) : daySpent,
        chargedDay.withDayOfMonth(1).equals(month) ? monthSpent.plus(charge) : monthSpent,
        totalSpent.plus(charge),
        reserved.minus(held).max(Money.ZERO_USD));
  }

  /**
   * A part of a charge was given back: the call counts as if it had cost less, in the periods that
   * still run.
   *
   * @param chargedIn when the call began, on the business clock
   */
  KeySpend giveBack(Money amount, Instant chargedIn) {
    LocalDate chargedDay = day(chargedIn);
    boolean today = chargedDay.equals(day);
    boolean thisMonth = chargedDay.withDayOfMonth(1).equals(month);
    return with(
        today ? daySpent.minus(amount).max(Money.ZERO_USD) : daySpent,
        thisMonth ? monthSpent.minus(amount).max(Money.ZERO_USD) : monthSpent,
        totalSpent.minus(amount).max(Money.ZERO_USD),
        reserved);
  }

  private KeySpend with(Money daySpent, Money monthSpent, Money totalSpent, Money reserved) {
    return new KeySpend(keyId, accountId, day, daySpent, month, monthSpent, totalSpent, reserved);
  }
}
