package io.posthouse.relay.translation.neutral;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer.
 *
 * @param id the upstream's; empty without
 * @param model as the upstream says it; empty without
 */
public record Reply(String id, String model, List<Part> parts, ReplyEvent.Finish finish) {

  public Reply {
    parts = List.copyOf(parts);
  }

  /** What was used; null when it was not told. */
  public @Nullable TokenUsage usage() {
    return finish.usage();
  }
}
