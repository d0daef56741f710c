package io.posthouse.testing.clients;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer, before it is put into a protocol.
 *
 * @param thinking null for none
 * @param text empty for none
 */
record Said(@Nullable String thinking, String text, List<ToolCall> calls) {

  /**
   * A call of a tool.
   *
   * @param arguments a JSON object
   */
  record ToolCall(String id, String name, String arguments) {}
}
