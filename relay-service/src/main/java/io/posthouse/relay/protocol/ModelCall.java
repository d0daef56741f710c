package io.posthouse.relay.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What the relay reads out of a request. Offsets are positions in the body.
 *
 * @param model the name that was asked for
 * @param modelValue where the model's value stands, quotes included
 * @param stream whether an event stream was asked for
 * @param outputCap the client's own limit on output tokens; null when it set none (or none that is
 *     a number)
 * @param choices how many answers were asked for; {@literal >=} 1
 * @param streamOptions where {@code stream_options} stands; null when it is absent
 * @param usageAskedFor whether the client itself wants the usage chunk (OpenAI)
 * @param root where the object begins
 * @param bytes the size of the whole body
 */
public record ModelCall(
    Protocol protocol,
    String model,
    Span modelValue,
    boolean stream,
    @Nullable Long outputCap,
    int choices,
    @Nullable StreamOptions streamOptions,
    boolean usageAskedFor,
    int root,
    int bytes) {

  /** A part of the body, from {@code start} up to but not including {@code end}. */
  public record Span(int start, int end) {}

  /**
   * The client's stream options.
   *
   * @param withUsage the same value, as JSON, with {@code include_usage} set
   */
  public record StreamOptions(Span span, byte[] withUsage) {}
}
