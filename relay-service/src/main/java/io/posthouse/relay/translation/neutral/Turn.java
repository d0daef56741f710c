package io.posthouse.relay.translation.neutral;

import java.util.List;

/** What one speaker said. Neighbours may have the same speaker. */
public record Turn(Role role, List<Part> parts, String path) {

  public Turn {
    parts = List.copyOf(parts);
  }
}
