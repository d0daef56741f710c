package io.posthouse.testing.clients;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a request comes down to, in either protocol.
 *
 * @param model as the upstream was asked for it
 * @param system all system text
 * @param text what the user said since the model's last turn
 * @param images kind and size of each picture since then, such as {@code image/png 68}
 * @param results what tools gave since then, in order
 * @param tools the names that may be called
 * @param forced the one that must be called, and what it takes; null when the model is free
 * @param schema that the answer must follow; null when it is free
 * @param usage whether a stream should tell its usage
 */
record Heard(
    String model,
    boolean stream,
    String system,
    String text,
    List<String> images,
    List<String> results,
    List<String> tools,
    @Nullable Forced forced,
    @Nullable JsonNode schema,
    boolean usage) {

  /**
   * A tool that must be called.
   *
   * @param parameters its schema
   */
  record Forced(String name, JsonNode parameters) {}
}
