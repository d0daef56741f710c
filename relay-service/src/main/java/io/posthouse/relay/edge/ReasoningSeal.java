package io.posthouse.relay.edge;

import io.posthouse.relay.sealing.Sealing;
import io.posthouse.relay.translation.ReasoningEnvelope;
import org.jspecify.annotations.Nullable;

/** Seals reasoning with the service's own keys, which every instance has. */
record ReasoningSeal(Sealing sealing) implements ReasoningEnvelope.Seal {

  private static final String PLACE = "reasoning";

  @Override
  public byte[] seal(byte[] plain) {
    return sealing.seal(plain, PLACE);
  }

  @Override
  public byte @Nullable [] open(byte[] sealed) {
    try {
      return sealing.open(sealed, PLACE);
    } catch (IllegalStateException altered) {
      return null;
    }
  }
}
