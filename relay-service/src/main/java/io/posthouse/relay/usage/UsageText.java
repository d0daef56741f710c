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

/**
 * How an event stands in the spool: a line of what carries it needs to know, and its JSON. The line
 * holds trace, account, node and the instant of its end between tabs, so that whoever sends the
 * event need not read it; a relay before this one wrote the trace alone.
 */
final class UsageText {

  /** Most calls have neither sound nor pictures, and then nothing is said of them. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .withConfigOverride(
              MediaTokens.class, it -> it.setInclude(JsonInclude.Value.construct(NON_NULL, ALWAYS)))
          .build();

  private static final String TAB = "\t";

  private UsageText() {}

  /**
   * What is on the line.
   *
   * @param traceparent null when the call was not traced
   */
  record Address(@Nullable String traceparent, String accountId, String node, String endedAt) {}

  static byte[] of(UsageRecorded event, @Nullable String traceparent) {
    String line =
        String.join(
            TAB,
            traceparent == null ? "" : traceparent,
            event.accountId(),
            event.node(),
            event.endedAt().toString());
    return join(line.getBytes(StandardCharsets.UTF_8), JSON.writeValueAsBytes(event));
  }

  private static byte[] join(byte[] line, byte[] event) {
    byte[] text = Arrays.copyOf(line, line.length + 1 + event.length);
    text[line.length] = '\n';
    System.arraycopy(event, 0, text, line.length + 1, event.length);
    return text;
  }

  static Address address(byte[] text) {
    String[] parts = new String(text, 0, end(text), StandardCharsets.UTF_8).split(TAB, -1);
    String traceparent = parts[0].isEmpty() ? null : parts[0];
    if (parts.length == 4) {
      return new Address(traceparent, parts[1], parts[2], parts[3]);
    }
    JsonNode event = json(text);
    return new Address(
        traceparent,
        event.path("accountId").asString(),
        event.path("node").asString(),
        event.path("endedAt").asString());
  }

  static byte[] event(byte[] text) {
    return Arrays.copyOfRange(text, end(text) + 1, text.length);
  }

  private static JsonNode json(byte[] text) {
    return JSON.readTree(event(text));
  }

  /** The same under a number of its own. */
  static byte[] numbered(byte[] text, long seq) {
    ObjectNode event = (ObjectNode) json(text);
    event.put("seq", seq);
    return join(Arrays.copyOf(text, end(text)), JSON.writeValueAsBytes(event));
  }

  private static int end(byte[] text) {
    int end = 0;
    while (text[end] != '\n') {
      end++;
    }
    return end;
  }
}
