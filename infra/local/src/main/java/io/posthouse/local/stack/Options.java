package io.posthouse.local.stack;

import java.nio.file.Path;
import java.util.Map;

/**
 * How a stack is run.
 *
 * @param builds whether stale modules are built first; else their jars are taken as they are
 * @param trains whether a part without a start cache is first run once to make one: that pays from
 *     the second start on
 * @param keycloakInstallations where unpacked Keycloaks are kept
 * @param environment what the parts inherit
 */
public record Options(
    boolean builds, boolean trains, Path keycloakInstallations, Map<String, String> environment) {

  /** Keeps its own copy. */
  public Options {
    environment = Map.copyOf(environment);
  }
}
