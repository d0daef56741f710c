package io.posthouse.relay.translation.spoke;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the client wants of its answer's form.
 *
 * @param usageChunk whether a Chat client asked for the usage chunk
 * @param thoughts whether a client that must ask for reasoning did (Gemini)
 * @param namespaces Responses: tools that were flattened, to their namespace and name
 * @param echo Responses: the request's settings, which its answers repeat; null elsewhere
 */
public record ClientWish(
    boolean usageChunk,
    boolean thoughts,
    Map<String, Namespaced> namespaces,
    @Nullable ObjectNode echo) {

  /** Nothing special. */
  public static final ClientWish PLAIN = new ClientWish(false, true, Map.of(), null);

  /** A tool inside a namespace. */
  public record Namespaced(String namespace, String name) {}
}
