package io.posthouse.relay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventContractTest {

  @ParameterizedTest
  @ValueSource(strings = {"usage-recorded.v1", "channel-changed.v1", "model-health.v1"})
  void samplesFitTheirSchemas(String event) {
    Contracts.check(event, Contracts.sample(event));
  }

  @Test
  void aCallWithSoundAndPicturesFitsTheSameSchema() {
    Contracts.check("usage-recorded.v1", Contracts.sample("usage-recorded-media.v1"));
  }
}
