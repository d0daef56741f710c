package io.posthouse.local.process;

import java.util.List;

/**
 * What the command line of a part's process holds, and that of no other process does: arguments
 * that name the state folder and the part.
 *
 * @param arguments each is on the command line
 */
public record Marker(List<String> arguments) {

  /** Keeps its own copy. */
  public Marker {
    arguments = List.copyOf(arguments);
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("arguments: none (expected: at least one)");
    }
  }

  /** Whether this is the command line of such a process. */
  public boolean matches(List<String> commandLine) {
    return commandLine.containsAll(arguments);
  }
}
