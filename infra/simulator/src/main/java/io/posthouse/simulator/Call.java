package io.posthouse.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What the simulator needs of a request. It holds none of the prompt.
 *
 * @param usageAsked whether a stream is to report usage
 * @param cap the most words to answer; {@link Integer#MAX_VALUE} when none was stated
 * @param usage the input's tokens; output is 0 here
 * @param tool the call that the prompt asks for, or null
 */
record Call(
    String model,
    boolean stream,
    boolean usageAsked,
    int cap,
    Usage usage,
    @Nullable ToolCall tool) {

  /**
   * A call of one of the request's tools.
   *
   * @param arguments a JSON object
   */
  record ToolCall(String name, String arguments) {}
}
