package io.posthouse.relay.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.protocol.ResponseFailed;
import tools.jackson.databind.JsonNode;

/**
 * OpenAI Responses' grammar (protocols.md 2.3): usage stands in the terminal event alone, whose
 * response is read whole when it fits and from its end when it does not.
 */
final class ResponsesStreamMeter implements StreamMeter {

  private static final byte[] EVENT = "event".getBytes(US_ASCII);
  private static final byte[] DATA = "data".getBytes(US_ASCII);
  private static final byte[] TYPE = "\"type\"".getBytes(US_ASCII);

  private final ResponsesUsage usage = new ResponsesUsage();
  private final TextCount text = new TextCount();
  private boolean complete;
  private String responseId = "";
  private long createdAt;
  private long sequence = -1;

  @Override
  public EventKind event(byte[] bytes, int length, boolean whole) {
    String name = name(bytes, length);
    sequence++;
    return switch (name) {
      case "" -> EventKind.PRELUDE;
      case "response.created" -> {
        JsonNode data = whole ? EventText.json(bytes, length, DATA) : null;
        if (data != null) {
          JsonNode response = data.path("response");
          usage.takeModel(response.get("model"));
          responseId = response.path("id").asString("");
          createdAt = response.path("created_at").asLong(0);
        }
        yield EventKind.PRELUDE;
      }
      case "response.in_progress", "response.queued" -> EventKind.PRELUDE;
      case "response.completed", "response.incomplete" -> {
        if (whole) {
          JsonNode data = EventText.json(bytes, length, DATA);
          if (data != null) {
            usage.takeResponse(data.path("response"));
          }
        }
        complete = true;
        yield EventKind.TERMINAL;
      }
      case "response.failed", "error" -> {
        JsonNode data = EventText.json(bytes, length, DATA);
        if (data != null) {
          usage.takeResponse(data.path("response"));
        }
        yield EventKind.ERROR;
      }
      default -> {
        if (name.endsWith(".delta")) {
          count(bytes, length);
        }
        yield EventKind.CONTENT;
      }
    };
  }

  /** The event's name, which also stands in its data. */
  private static String name(byte[] bytes, int length) {
    int at = EventText.value(bytes, length, EVENT);
    if (at >= 0) {
      return new String(bytes, at, EventText.lineEnd(bytes, at, length) - at, US_ASCII);
    }
    int data = EventText.value(bytes, length, DATA);
    int type = data < 0 ? -1 : EventText.find(bytes, data, length, TYPE);
    if (type < 0) {
      return "";
    }
    int from = type + TYPE.length;
    while (from < length && (bytes[from] == ' ' || bytes[from] == ':' || bytes[from] == '"')) {
      from++;
    }
    int to = from;
    while (to < length && bytes[to] != '"') {
      to++;
    }
    return new String(bytes, from, to - from, US_ASCII);
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
    return ResponseFailed.event(why, responseId, createdAt, sequence + 1);
  }

  @Override
  public MeterReading read() {
    return Readings.of(usage, complete && usage.tokens() != null, text);
  }
}
