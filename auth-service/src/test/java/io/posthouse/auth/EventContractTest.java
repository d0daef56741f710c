package io.posthouse.auth;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventContractTest {

  @ParameterizedTest
  @ValueSource(strings = {"account-registered.v1", "account-status-changed.v1", "key-changed.v1"})
  void samplesFitTheirSchemas(String event) {
    // When // Then
    Contracts.check(event, Contracts.sample(event));
  }

  @Test
  void aBanWithoutACauseDoesNotFit() {
    // Given
    String ban = "{\"accountId\":\"x\",\"status\":\"banned\",\"version\":2}";

    // When // Then
    assertThatThrownBy(() -> Contracts.check("account-status-changed.v1", ban))
        .isInstanceOf(AssertionError.class);
  }
}
