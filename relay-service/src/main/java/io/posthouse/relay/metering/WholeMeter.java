package io.posthouse.relay.metering;

import io.netty.buffer.ByteBuf;
import io.posthouse.relay.protocol.JsonScan;
import io.posthouse.relay.protocol.Protocol;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads usage out of an answer that is not streamed, while it passes. One per attempt; not
 * thread-safe.
 */
public final class WholeMeter {

  private static final Set<String> KEYS =
      Set.of("usage", "usageMetadata", "service_tier", "error", "model", "modelVersion", "output");
  private static final int LIMIT = 256 * 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Protocol protocol;
  private final JsonScan scan = new JsonScan(KEYS, LIMIT);
  private final TextCount text = new TextCount();

  /** For an answer of that protocol. */
  public WholeMeter(Protocol protocol) {
    this.protocol = protocol;
  }

  /** Reads more of the body, from reader to writer index; moves neither. */
  public void feed(ByteBuf bytes) {
    scan.feed(bytes);
    text.feed(bytes);
  }

  /** Whether the body, fed whole, is an answer: a JSON object that is not an error. */
  public boolean isAnswer() {
    scan.finish();
    if (scan.fault() != null || !scan.isObject()) {
      return false;
    }
    JsonNode error = node("error");
    return error == null || error.isNull();
  }

  /**
   * What was used.
   *
   * @param whole whether the body arrived whole
   */
  public MeterReading read(boolean whole) {
    Usage usage =
        switch (protocol) {
          case MESSAGES -> new AnthropicUsage();
          case CHAT -> new ChatUsage();
          case RESPONSES -> new ResponsesUsage();
          case GEMINI -> new GeminiUsage();
        };
    JsonNode reported = node(protocol == Protocol.GEMINI ? "usageMetadata" : "usage");
    if (reported != null) {
      usage.take(reported);
    }
    usage.takeTier(node("service_tier"));
    usage.takeModel(node(protocol == Protocol.GEMINI ? "modelVersion" : "model"));
    JsonNode output = node("output");
    if (output != null && usage instanceof ResponsesUsage responses) {
      responses.takeItems(output);
    }
    return Readings.of(usage, whole || reported != null, text);
  }

  private @Nullable JsonNode node(String key) {
    JsonScan.Capture capture = scan.last(key);
    byte[] raw = capture == null ? null : capture.raw();
    if (raw == null) {
      return null;
    }
    try {
      return JSON.readTree(raw);
    } catch (JacksonException malformed) {
      return null;
    }
  }
}
