package io.posthouse.relay.metering;

import io.posthouse.relay.protocol.Protocol;
import io.posthouse.relay.protocol.Refusal;

/** Reads usage out of a stream's events. One per attempt; not thread-safe. */
public interface StreamMeter {

  /**
   * Takes an event.
   *
   * @param bytes holds it from 0 on; only read
   * @param whole false when the rest of a huge event was not kept
   */
  EventKind event(byte[] bytes, int length, boolean whole);

  /**
   * Whether the answer is whole by the protocol's own signs, so that the stream's end is no cut.
   */
  boolean isComplete();

  /** What was used, as far as it is known; cheap, and may be asked for at any time. */
  MeterReading read();

  /** The event that tells the client that this stream was broken off (2.5). */
  byte[] brokenOff(Refusal why, String requestId);

  /** A meter for that protocol. */
  static StreamMeter of(Protocol protocol) {
    return switch (protocol) {
      case MESSAGES -> new AnthropicStreamMeter();
      case CHAT -> new ChatStreamMeter();
      case RESPONSES -> new ResponsesStreamMeter();
      case GEMINI -> new GeminiStreamMeter();
    };
  }
}
