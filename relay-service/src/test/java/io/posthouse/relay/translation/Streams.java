package io.posthouse.relay.translation;

/** Upstreams' streams, written by hand. */
final class Streams {

  private Streams() {}

  /** Events with names. */
  static String named(String... data) {
    StringBuilder stream = new StringBuilder();
    for (String event : data) {
      String type = Hub.json(event).path("type").stringValue();
      stream.append("event: ").append(type).append("\ndata: ").append(event).append("\n\n");
    }
    return stream.toString();
  }

  /** Events without names. */
  static String plain(String... data) {
    StringBuilder stream = new StringBuilder();
    for (String event : data) {
      stream.append("data: ").append(event).append("\n\n");
    }
    return stream.toString();
  }

  /** A chunk of Chat with that delta. */
  static String chunk(String delta) {
    return chunk(delta, null);
  }

  static String chunk(String delta, String finish) {
    return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-5.6\","
               + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + (finish == null ? "null" : '"' + finish + '"')
        + "}]}";
  }

  static final String CHAT_USAGE =
      """
      {"id":"chatcmpl-1","model":"gpt-5.6","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":200,\
      "total_tokens":1200,"prompt_tokens_details":{"cached_tokens":600,"cache_write_tokens":300},\
      "completion_tokens_details":{"reasoning_tokens":150}}}\
      """;

  static final String MESSAGE_START =
      """
      {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-opus-5",\
      "content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":100,\
      "cache_creation_input_tokens":300,"cache_creation":{"ephemeral_5m_input_tokens":100,\
      "ephemeral_1h_input_tokens":200},"cache_read_input_tokens":600,"output_tokens":1}}}\
      """;

  static String blockStart(int index, String block) {
    return "{\"type\":\"content_block_start\",\"index\":"
        + index
        + ",\"content_block\":"
        + block
        + "}";
  }

  static String blockDelta(int index, String delta) {
    return "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":" + delta + "}";
  }

  static String blockStop(int index) {
    return "{\"type\":\"content_block_stop\",\"index\":" + index + "}";
  }

  static String messageDelta(String reason) {
    return "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""
        + reason
        + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":200}}";
  }

  static final String MESSAGE_STOP = "{\"type\":\"message_stop\"}";

  /** Thinking, text, a tool, text, a tool, as Anthropic streams it. */
  static String anthropic() {
    return named(
        MESSAGE_START,
        "{\"type\":\"ping\"}",
        blockStart(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
        blockDelta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"Let me\"}"),
        blockDelta(0, "{\"type\":\"thinking_delta\",\"thinking\":\" see 🤔\"}"),
        blockDelta(0, "{\"type\":\"signature_delta\",\"signature\":\"SIG==\"}"),
        blockStop(0),
        blockStart(1, "{\"type\":\"text\",\"text\":\"\"}"),
        blockDelta(1, "{\"type\":\"text_delta\",\"text\":\"I look: 天\"}"),
        blockStop(1),
        blockStart(2, "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"look\",\"input\":{}}"),
        blockDelta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"),
        blockDelta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"city\\\": \\\"Pa\"}"),
        blockDelta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"ris\\\"}\"}"),
        blockStop(2),
        blockStart(3, "{\"type\":\"text\",\"text\":\"\"}"),
        blockDelta(3, "{\"type\":\"text_delta\",\"text\":\"and\"}"),
        blockStop(3),
        blockStart(4, "{\"type\":\"tool_use\",\"id\":\"toolu_2\",\"name\":\"now\",\"input\":{}}"),
        blockStop(4),
        messageDelta("tool_use"),
        MESSAGE_STOP);
  }

  /** Thinking, text, two tools whose fragments interleave, as Chat streams it. */
  static String chat() {
    return plain(
        chunk("{\"role\":\"assistant\",\"content\":\"\"}"),
        chunk("{\"reasoning_content\":\"Let me\"}"),
        chunk("{\"reasoning_content\":\" see 🤔\"}"),
        chunk("{\"content\":\"I look: 天\"}"),
        chunk(
            "{\"tool_calls\":[{\"index\":0,\"id\":\"call_a\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"\"}}]}"),
        chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}]}"),
        chunk(
            "{\"tool_calls\":[{\"index\":1,\"id\":\"call_b\",\"type\":\"function\",\"function\":{\"name\":\"now\",\"arguments\":\"{\\\"tz\\\"\"}}]}"),
        chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"Paris\\\"}\"}}]}"),
        chunk("{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\":1.0}\"}}]}"),
        chunk("{}", "tool_calls"),
        CHAT_USAGE,
        "[DONE]");
  }
}
