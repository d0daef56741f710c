package io.posthouse.notification;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventContractTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "price-change-announced.v1",
        "price-change-withdrawn.v1",
        "service-termination-announced.v1"
      })
  void theSampleFitsItsSchema(String event) {
    Contracts.check(event, Contracts.sample("notification-service", event));
  }
}
