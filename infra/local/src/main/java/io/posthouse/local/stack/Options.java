package io.posthouse.local.stack;

import java.nio.file.Path;
import java.util.Map;

/**
 * How a stack is run.
 *
 * @param builds whether stale modules are built first; else their jars are taken as they are
 * @param recordsCaches whether a run without a start cache makes one when it ends
 * @param keycloakInstallations where unpacked Keycloaks are kept
 * @param environment what the parts inherit
 */
public record Options(
    boolean builds,
    boolean recordsCaches,
    Path keycloakInstallations,
    Map<String, String> environment) {

  /** Keeps its own copy. */
  public Options {
    environment = Map.copyOf(environment);
  }
}
