package io.posthouse.relay.translation;

import io.posthouse.relay.protocol.Protocol;

/**
 * What the client sent.
 *
 * @param model the name that was asked for, from the body or, in Gemini's protocol, the path
 * @param stream whether a stream was asked for, in the body or the path
 * @param sse false only for Gemini's {@code streamGenerateContent} without {@code alt=sse}, whose
 *     stream is one JSON array
 * @param body the whole request, decoded; only read
 */
public record ClientCall(
    Protocol protocol, String model, boolean stream, boolean sse, byte[] body) {

  /** A call in any protocol whose streams are server-sent events. */
  public static ClientCall of(Protocol protocol, String model, boolean stream, byte[] body) {
    return new ClientCall(protocol, model, stream, true, body);
  }
}
