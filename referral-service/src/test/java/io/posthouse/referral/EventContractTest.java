package io.posthouse.referral;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventContractTest {

  @ParameterizedTest
  @ValueSource(strings = {"reward-granted.v1", "reward-revoked.v1", "reward-restored.v1"})
  void theSampleFitsItsSchema(String event) {
    Contracts.checkSample(event);
  }
}
