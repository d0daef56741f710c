package io.posthouse.billing.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  @Test
  void isEqualWhateverTheScaleItWasWrittenWith() {
    assertThat(Money.usd("1.50")).isEqualTo(Money.usd("1.5")).hasToString("1.5 USD");
    assertThat(Money.usd("100").plain()).isEqualTo("100");
    assertThat(Money.usd("0.0000000001").plain()).isEqualTo("0.0000000001");
    assertThat(Money.ZERO_USD.plain()).isEqualTo("0");
  }

  @Test
  void refusesMoreDecimalsThanTheCurrencyHas() {
    assertThatThrownBy(() -> Money.cny("1.005")).hasMessageContaining("at most 2 decimals");
    assertThatThrownBy(() -> Money.usd("0.00000000001"))
        .hasMessageContaining("at most 10 decimals");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1e5",
        "1e999999999",
        "NaN",
        "0x10",
        "1,5",
        " 1",
        "--1",
        "9999999999999999999"
      })
  void refusesWhatIsNoPlainDecimal(String text) {
    assertThatThrownBy(() -> Money.usd(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesToMixCurrencies() {
    assertThatThrownBy(() -> Money.usd("1").plus(Money.cny("1")))
        .hasMessageContaining("expected: USD");
  }

  @Test
  void roundsHalfUpOnce() {
    assertThat(Rounding.toMoney(new BigDecimal("0.00000000005"), Currency.USD).plain())
        .isEqualTo("0.0000000001");
    assertThat(Rounding.toMoney(new BigDecimal("0.00000000004999"), Currency.USD).isZero())
        .isTrue();
    assertThat(Rounding.divide(new BigDecimal("100"), new BigDecimal("7.1"), Currency.USD).plain())
        .isEqualTo("14.0845070423");
  }
}
