package io.posthouse.relay.usage;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;
import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.relay.metering.MediaTokens;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How an event stands in the spool: its trace, a line feed, its JSON. */
final class UsageText {

  /** Most calls have neither sound nor pictures, and then nothing is said of them. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .withConfigOverride(
              MediaTokens.class, it -> it.setInclude(JsonInclude.Value.construct(NON_NULL, ALWAYS)))
          .build();

  private UsageText() {}

  static byte[] of(UsageRecorded event, @Nullable String traceparent) {
    return join(traceparent, JSON.writeValueAsBytes(event));
  }

  private static byte[] join(@Nullable String traceparent, byte[] event) {
    byte[] trace = (traceparent == null ? "" : traceparent).getBytes(StandardCharsets.US_ASCII);
    byte[] text = Arrays.copyOf(trace, trace.length + 1 + event.length);
    text[trace.length] = '\n';
    System.arraycopy(event, 0, text, trace.length + 1, event.length);
    return text;
  }

  /** Null when the call was not traced. */
  static @Nullable String traceparent(byte[] text) {
    int end = end(text);
    return end == 0 ? null : new String(text, 0, end, StandardCharsets.US_ASCII);
  }

  static byte[] event(byte[] text) {
    return Arrays.copyOfRange(text, end(text) + 1, text.length);
  }

  static JsonNode json(byte[] text) {
    return JSON.readTree(event(text));
  }

  /** The same under a number of its own. */
  static byte[] numbered(byte[] text, long seq) {
    ObjectNode event = (ObjectNode) json(text);
    event.put("seq", seq);
    return join(traceparent(text), JSON.writeValueAsBytes(event));
  }

  private static int end(byte[] text) {
    int end = 0;
    while (text[end] != '\n') {
      end++;
    }
    return end;
  }
}
