package io.posthouse.relay.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.posthouse.relay.protocol.Dialect;
import io.posthouse.relay.protocol.Refusal;
import tools.jackson.databind.JsonNode;

/**
 * OpenAI Chat's grammar (protocols.md 2.2). Usage may stand in a chunk of its own, on the chunk
 * that finishes, on every chunk, or nowhere; {@code [DONE]} may be missing. Chunks whose usage is
 * null, as most are, are not parsed, but for the first, which names the model.
 */
final class ChatStreamMeter implements StreamMeter {

  private static final byte[] EVENT = "event".getBytes(US_ASCII);
  private static final byte[] DATA = "data".getBytes(US_ASCII);
  private static final byte[] ERROR_NAME = "error".getBytes(US_ASCII);
  private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);
  private static final byte[] USAGE = "\"usage\"".getBytes(US_ASCII);
  private static final byte[] ERROR = "\"error\"".getBytes(US_ASCII);
  private static final byte[] FINISH = "\"finish_reason\"".getBytes(US_ASCII);
  private static final byte[] TOOL_CALLS = "\"tool_calls\"".getBytes(US_ASCII);

  private final ChatUsage usage = new ChatUsage();
  private final TextCount text = new TextCount();
  private final MediaSent media = new MediaSent();
  private boolean begun;
  private boolean finished;

  @Override
  public EventKind event(byte[] bytes, int length, boolean whole) {
    int data = EventText.value(bytes, length, DATA);
    if (data < 0) {
      return EventKind.PRELUDE;
    }
    if (EventText.matches(bytes, data, DONE)) {
      finished = true;
      return EventKind.TERMINAL;
    }
    int name = EventText.value(bytes, length, EVENT);
    if (name >= 0 && EventText.matches(bytes, name, ERROR_NAME)) {
      return EventKind.ERROR;
    }
    boolean reports = hasObject(bytes, data, length, USAGE);
    boolean fails = hasObject(bytes, data, length, ERROR);
    boolean first = !begun;
    begun = true;
    if (whole && (reports || fails || first)) {
      EventKind parsed = parse(bytes, length);
      if (parsed != EventKind.CONTENT) {
        return parsed;
      }
    }
    long before = text.characters();
    text.restart();
    text.feed(bytes, data, length);
    media.chat(bytes, data, length);
    boolean ends = hasString(bytes, data, length, FINISH);
    finished |= ends;
    boolean content =
        ends || text.characters() > before || EventText.find(bytes, data, length, TOOL_CALLS) >= 0;
    return content || !whole ? EventKind.CONTENT : EventKind.PRELUDE;
  }

  private EventKind parse(byte[] bytes, int length) {
    JsonNode chunk = EventText.json(bytes, length, DATA);
    if (chunk == null) {
      return EventKind.CONTENT;
    }
    if (chunk.path("error").isObject()) {
      return EventKind.ERROR;
    }
    usage.take(chunk.path("usage"));
    usage.takeTier(chunk.get("service_tier"));
    usage.takeModel(chunk.get("model"));
    JsonNode choices = chunk.path("choices");
    boolean alone = chunk.path("usage").isObject() && choices.isArray() && choices.isEmpty();
    return alone ? EventKind.USAGE_ONLY : EventKind.CONTENT;
  }

  /** Whether a key stands there whose value is an object. */
  private static boolean hasObject(byte[] bytes, int from, int length, byte[] key) {
    return startsWith(bytes, from, length, key, (byte) '{');
  }

  private static boolean hasString(byte[] bytes, int from, int length, byte[] key) {
    return startsWith(bytes, from, length, key, (byte) '"');
  }

  private static boolean startsWith(byte[] bytes, int from, int length, byte[] key, byte first) {
    int at = EventText.find(bytes, from, length, key);
    while (at >= 0) {
      int i = at + key.length;
      boolean colon = false;
      while (i < length && (bytes[i] == ' ' || (bytes[i] == ':' && !colon))) {
        colon |= bytes[i] == ':';
        i++;
      }
      if (colon && i < length && bytes[i] == first) {
        return true;
      }
      at = EventText.find(bytes, at + 1, length, key);
    }
    return false;
  }

  @Override
  public boolean isComplete() {
    return finished;
  }

  @Override
  public byte[] brokenOff(Refusal why, String requestId) {
    return why.event(Dialect.OPENAI, requestId);
  }

  @Override
  public MeterReading read() {
    boolean whole = finished && usage.tokens() != null;
    return Readings.of(usage, whole, text, media.tokens());
  }
}
