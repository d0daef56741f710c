package io.posthouse.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

  private final AtomicLong nanos = new AtomicLong();
  private final RetryBudget budget = new RetryBudget(nanos::get);

  private int spendAll() {
    int spent = 0;
    while (budget.spend()) {
      spent++;
    }
    return spent;
  }

  @Test
  void aHundredAreSavedAndTenCallsEarnOneMore() {
    // Given
    assertThat(spendAll()).isEqualTo(100);

    // When
    for (int i = 0; i < 1005; i++) {
      budget.earn();
    }

    // Then
    assertThat(spendAll()).isEqualTo(100);
  }

  @Test
  void tenASecondAreThereInAnyCase() {
    // Given
    spendAll();

    // When
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());

    // Then
    assertThat(spendAll()).isBetween(29, 30);
  }
}
