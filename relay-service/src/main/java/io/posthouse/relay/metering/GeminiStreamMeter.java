package io.posthouse.relay.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.posthouse.relay.protocol.Dialect;
import io.posthouse.relay.protocol.Refusal;
import tools.jackson.databind.JsonNode;

/**
 * Gemini's grammar (protocols.md 2.4): chunks without names and without a terminator; the answer is
 * whole when a candidate has its {@code finishReason}, or when the prompt was blocked.
 */
final class GeminiStreamMeter implements StreamMeter {

  private static final byte[] DATA = "data".getBytes(US_ASCII);

  private final GeminiUsage usage = new GeminiUsage();
  private final TextCount text = new TextCount();
  private final MediaSent media = new MediaSent();
  private boolean finished;

  @Override
  public EventKind event(byte[] bytes, int length, boolean whole) {
    int data = EventText.value(bytes, length, DATA);
    if (data < 0) {
      return EventKind.PRELUDE;
    }
    text.restart();
    text.feed(bytes, data, length);
    media.gemini(bytes, data, length);
    JsonNode chunk = whole ? EventText.json(bytes, length, DATA) : null;
    if (chunk == null) {
      return EventKind.CONTENT;
    }
    return take(chunk);
  }

  private EventKind take(JsonNode chunk) {
    if (chunk.path("error").isObject()) {
      return EventKind.ERROR;
    }
    usage.take(chunk.path("usageMetadata"));
    usage.takeModel(chunk.get("modelVersion"));
    boolean blocked = chunk.path("promptFeedback").path("blockReason").isString();
    boolean content = blocked;
    for (JsonNode candidate : chunk.path("candidates")) {
      boolean ends = candidate.path("finishReason").isString();
      finished |= ends;
      content |= ends || !candidate.path("content").path("parts").isEmpty();
    }
    finished |= blocked;
    return content ? EventKind.CONTENT : EventKind.PRELUDE;
  }

  @Override
  public boolean isComplete() {
    return finished;
  }

  @Override
  public byte[] brokenOff(Refusal why, String requestId) {
    return why.event(Dialect.GEMINI, requestId);
  }

  @Override
  public MeterReading read() {
    return Readings.of(usage, finished && usage.tokens() != null, text, media.tokens());
  }
}
