package io.posthouse.relay.usage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What shows that an answer is the model's own (P03).
 *
 * @param digest {@code sha256:} and 64 hex digits, of the client's salt and the answer's body bytes
 * @param changes what the relay changed in them
 * @param answeredModel the model that the upstream said it was; null when it said none
 * @param modelAsAsked whether that is the one it was asked for; null when it cannot be told
 */
public record Proof(
    String digest,
    List<Change> changes,
    @Nullable String answeredModel,
    @Nullable Boolean modelAsAsked) {

  public Proof {
    changes = List.copyOf(changes);
  }
}
