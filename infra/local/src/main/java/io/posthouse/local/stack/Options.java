package io.posthouse.local.stack;

import java.nio.file.Path;
import java.util.Map;

/**
 * How a stack is run.
 *
 * @param builds whether stale modules are built first; else their jars are taken as they are
 * @param recordsCaches whether a JVM that runs without a start cache writes one when it ends: that
 *     pays from the next start on
 * @param keycloakInstallations where unpacked Keycloaks are kept
 * @param environment what the parts inherit
 */
public record Options(
    boolean builds, boolean recordsCaches, Path keycloakInstallations, Map<String, String> environment) {

  /** Keeps its own copy. */
  public Options {
    environment = Map.copyOf(environment);
  }
}
