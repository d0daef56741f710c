package io.posthouse.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.billing.money.Money;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FenTest {

  @ParameterizedTest
  @CsvSource({"0.01,1,0.01", "1,100,1.00", "123.4,12340,123.40", "500,50000,500.00"})
  void isExactBothWays(String cny, long fen, String yuan) {
    assertThat(Fen.of(Money.cny(cny))).isEqualTo(fen);
    assertThat(Fen.toMoney(fen)).isEqualTo(Money.cny(cny));
    assertThat(Fen.yuan(Money.cny(cny))).isEqualTo(yuan);
  }

  @Test
  void takesNoOtherCurrency() {
    assertThatThrownBy(() -> Fen.of(Money.usd("1"))).hasMessageContaining("expected: CNY");
  }

  @Test
  void aReferenceStandsForItsOrderAlone() {
    UUID order = UUID.fromString("ffffffff-ffff-7fff-8fff-ffffffffffff");

    assertThat(OrderReference.of(order)).hasSize(32);
    assertThat(OrderReference.read(OrderReference.of(order))).contains(order);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "shop-1",
        "ffffffffffff7fff8fffffffffffffff0",
        "FFFFFFFFFFFF7FFF8FFFFFFFFFFFFFFF",
        "+fffffffffff7fff8fffffffffffffff",
        "ffffffff-ffff-7fff-8fff-ffffffffffff"
      })
  void whatIsNoReferenceIsNoOrder(String text) {
    assertThat(OrderReference.read(text)).isEmpty();
  }
}
