package io.posthouse.billing.topup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuoteTest {

  private static final long SEED = Long.getLong("posthouse.seed", 20261122);
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final BigInteger TWO = BigInteger.TWO;

  @Test
  void creditsTheAmountDividedByTheRateRoundedHalfUpAtTenDecimals() {
    // Given
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      BigInteger fen = BigInteger.valueOf(1 + random.nextLong(50_000));
      BigInteger rateUnits = BigInteger.valueOf(1 + random.nextLong(9_000_000_000_000L));
      Money cny = new Money(new BigDecimal(fen, 2), Currency.CNY);
      ExchangeRate rate = rate(new BigDecimal(rateUnits, 10));

      // When
      Money credit = Quote.of(cny, rate, NOW, Duration.ofMinutes(15)).credit();

      // Then: in whole units of 1e-10 USD, floor(2n + d) / 2d is half up
      BigInteger dividend = fen.multiply(BigInteger.TEN.pow(18));
      BigInteger expected = dividend.multiply(TWO).add(rateUnits).divide(rateUnits.multiply(TWO));
      assertThat(credit.amount().unscaledValue())
          .as("seed %d case %d", SEED, i)
          .isEqualTo(expected);
    }
  }

  @Test
  void aLargerPaymentNeverCreditsLess() {
    // Given
    Random random = new Random(SEED);
    for (int i = 0; i < 5_000; i++) {
      ExchangeRate rate =
          rate(new BigDecimal(BigInteger.valueOf(1 + random.nextLong(90_000_000_000L)), 10));
      long fen = 1 + random.nextLong(49_999);

      // When
      Money less = rate.credit(new Money(BigDecimal.valueOf(fen, 2), Currency.CNY));
      Money more = rate.credit(new Money(BigDecimal.valueOf(fen + 1, 2), Currency.CNY));

      // Then
      assertThat(more).isGreaterThanOrEqualTo(less);
    }
  }

  @Test
  void holdsUntilJustBeforeItExpires() {
    // Given
    Quote quote = Quote.of(Money.cny("10"), rate(new BigDecimal("7")), NOW, Duration.ofMinutes(15));

    // When
    Instant end = quote.expiresAt();

    // Then
    assertThat(quote.holdsAt(end.minusNanos(1))).isTrue();
    assertThat(quote.holdsAt(end)).isFalse();
  }

  @Test
  void aFifthAwayIsAJumpAndJustUnderIsNot() {
    // Given
    ExchangeRate rate = rate(new BigDecimal("7.00"));

    // Then
    assertThat(rate.isFarFrom(new BigDecimal("8.40"))).isFalse();
    assertThat(rate.isFarFrom(new BigDecimal("8.41"))).isTrue();
    assertThat(rate.isFarFrom(new BigDecimal("5.60"))).isFalse();
    assertThat(rate.isFarFrom(new BigDecimal("5.59"))).isTrue();
  }

  @Test
  void aRateOfNothingIsNone() {
    assertThatThrownBy(() -> rate(BigDecimal.ZERO)).hasMessageContaining("not a rate");
    assertThatThrownBy(() -> rate(new BigDecimal("-7"))).hasMessageContaining("not a rate");
    assertThatThrownBy(() -> rate(new BigDecimal("1E+400"))).hasMessageContaining("not a rate");
  }

  private static ExchangeRate rate(BigDecimal cnyPerUsd) {
    return new ExchangeRate(cnyPerUsd, ExchangeRate.Source.FEED, NOW);
  }
}
