package io.posthouse.relay.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.posthouse.relay.protocol.Dialect;
import io.posthouse.relay.protocol.Refusal;
import tools.jackson.databind.JsonNode;

/**
 * Anthropic's grammar (protocols.md 2.1): usage is in {@code message_start} and {@code
 * message_delta}.
 */
final class AnthropicStreamMeter implements StreamMeter {

  private static final byte[] EVENT = "event".getBytes(US_ASCII);
  private static final byte[] DATA = "data".getBytes(US_ASCII);

  private final AnthropicUsage usage = new AnthropicUsage();
  private final TextCount text = new TextCount();
  private boolean finalUsage;
  private boolean complete;

  @Override
  public EventKind event(byte[] bytes, int length, boolean whole) {
    int at = EventText.value(bytes, length, EVENT);
    if (at < 0) {
      return EventText.value(bytes, length, DATA) < 0 ? EventKind.PRELUDE : EventKind.CONTENT;
    }
    String name = new String(bytes, at, EventText.lineEnd(bytes, at, length) - at, US_ASCII);
    return switch (name) {
      case "content_block_delta" -> {
        count(bytes, length);
        yield EventKind.CONTENT;
      }
      case "message_start" -> {
        JsonNode data = EventText.json(bytes, length, DATA);
        if (data != null) {
          usage.take(data.path("message").path("usage"));
          usage.takeModel(data.path("message").get("model"));
        }
        yield EventKind.PRELUDE;
      }
      case "message_delta" -> {
        JsonNode data = EventText.json(bytes, length, DATA);
        if (data != null && data.path("usage").isObject()) {
          usage.take(data.path("usage"));
          finalUsage |= data.path("usage").hasNonNull("output_tokens");
        }
        yield EventKind.CONTENT;
      }
      case "message_stop" -> {
        complete = true;
        yield EventKind.TERMINAL;
      }
      case "ping" -> EventKind.PRELUDE;
      case "error" -> EventKind.ERROR;
      default -> EventKind.CONTENT;
    };
  }

  private void count(byte[] bytes, int length) {
    int data = EventText.value(bytes, length, DATA);
    if (data >= 0) {
      text.restart();
      text.feed(bytes, data, length);
    }
  }

  @Override
  public boolean isComplete() {
    return complete;
  }

  @Override
  public byte[] brokenOff(Refusal why, String requestId) {
    return why.event(Dialect.ANTHROPIC, requestId);
  }

  @Override
  public MeterReading read() {
    return Readings.of(usage, finalUsage, text);
  }
}
