package io.posthouse.billing;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventContractTest {

  @ParameterizedTest
  @CsvSource({
    "prices-changed.v1, prices-changed.v1",
    "prices-changed.v1, prices-changed-multiplier.v1",
    "prices-changed.v1, prices-changed-media.v1",
    "price-change-scheduled.v1, price-change-scheduled.v1",
    "balance-low.v1, balance-low.v1",
    "balance-exhausted.v1, balance-exhausted.v1",
    "service-termination-decided.v1, service-termination-decided.v1",
    "service-termination-withdrawn.v1, service-termination-withdrawn.v1",
    "top-up-refunded.v1, top-up-refunded.v1",
    "top-up-restored.v1, top-up-restored.v1"
  })
  void samplesFitTheirSchemas(String schema, String sample) {
    Contracts.check(schema, Contracts.sample("billing-service", sample));
  }
}
