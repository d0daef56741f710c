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

  static final String RESPONSE =
      "\"id\":\"resp_1\",\"object\":\"response\",\"model\":\"gpt-5.6\",\"created_at\":1";

  static String itemAdded(int index, String item) {
    return "{\"type\":\"response.output_item.added\",\"output_index\":"
        + index
        + ",\"item\":"
        + item
        + "}";
  }

  static String itemDone(int index, String item) {
    return "{\"type\":\"response.output_item.done\",\"output_index\":"
        + index
        + ",\"item\":"
        + item
        + "}";
  }

  static String part(String type, int index, String more) {
    return "{\"type\":\"response." + type + "\",\"output_index\":" + index + "," + more + "}";
  }

  static final String RESPONSES_USAGE =
      """
      "usage":{"input_tokens":1000,"input_tokens_details":{"cached_tokens":600,"cache_write_tokens":300},\
      "output_tokens":200,"output_tokens_details":{"reasoning_tokens":150},"total_tokens":1200}\
      """;

  /** Thinking, text, two tools side by side, as Responses streams it. */
  static String responses() {
    return named(
        "{\"type\":\"response.created\",\"response\":{"
            + RESPONSE
            + ",\"status\":\"in_progress\",\"usage\":null}}",
        itemAdded(0, "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[]}"),
        part(
            "reasoning_summary_part.added",
            0,
            "\"summary_index\":0,\"part\":{\"type\":\"summary_text\",\"text\":\"\"}"),
        part("reasoning_summary_text.delta", 0, "\"summary_index\":0,\"delta\":\"Let me\""),
        part("reasoning_summary_text.delta", 0, "\"summary_index\":0,\"delta\":\" see 🤔\""),
        itemDone(
            0,
            "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"Let"
                + " me see 🤔\"}],\"encrypted_content\":\"ENC\"}"),
        itemAdded(
            1, "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[]}"),
        part(
            "content_part.added",
            1,
            "\"content_index\":0,\"part\":{\"type\":\"output_text\",\"text\":\"\"}"),
        part("output_text.delta", 1, "\"content_index\":0,\"delta\":\"I look: \""),
        part("output_text.done", 1, "\"content_index\":0,\"text\":\"I look: 天\""),
        part(
            "content_part.done",
            1,
            "\"content_index\":0,\"part\":{\"type\":\"output_text\",\"text\":\"I look: 天\"}"),
        itemDone(
            1,
            "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"I"
                + " look: 天\"}]}"),
        itemAdded(
            2,
            "{\"id\":\"fc_1\",\"type\":\"function_call\",\"call_id\":\"call_a\",\"name\":\"look\",\"arguments\":\"\"}"),
        itemAdded(
            3,
            "{\"id\":\"fc_2\",\"type\":\"function_call\",\"call_id\":\"call_b\",\"name\":\"now\",\"arguments\":\"\"}"),
        part("function_call_arguments.delta", 2, "\"delta\":\"{\\\"city\\\":\""),
        part("function_call_arguments.delta", 3, "\"delta\":\"{\\\"tz\\\"\""),
        part("function_call_arguments.delta", 2, "\"delta\":\"\\\"Paris\\\"}\""),
        part("function_call_arguments.done", 2, "\"arguments\":\"{\\\"city\\\":\\\"Paris\\\"}\""),
        itemDone(
            2,
            "{\"id\":\"fc_1\",\"type\":\"function_call\",\"call_id\":\"call_a\",\"name\":\"look\",\"arguments\":\"{\\\"city\\\":\\\"Paris\\\"}\"}"),
        part("function_call_arguments.done", 3, "\"arguments\":\"{\\\"tz\\\":1.0}\""),
        itemDone(
            3,
            "{\"id\":\"fc_2\",\"type\":\"function_call\",\"call_id\":\"call_b\",\"name\":\"now\",\"arguments\":\"{\\\"tz\\\":1.0}\"}"),
        "{\"type\":\"response.completed\",\"response\":{"
            + RESPONSE
            + ",\"status\":\"completed\","
            + RESPONSES_USAGE
            + "}}");
  }

  static String geminiChunk(String parts, String more) {
    return "{\"candidates\":[{\"content\":{\"parts\":["
        + parts
        + "],\"role\":\"model\"},\"index\":0"
        + more
        + "}],\"modelVersion\":\"gemini-3-pro\",\"responseId\":\"r1\",\"usageMetadata\":{\"promptTokenCount\":1000,"
        + "\"cachedContentTokenCount\":600,\"candidatesTokenCount\":50,\"thoughtsTokenCount\":150,\"totalTokenCount\":1200}}";
  }

  /** Thinking, text, two tools, as Gemini streams it. */
  static String gemini() {
    return plain(
        geminiChunk("{\"text\":\"Let me\",\"thought\":true}", ""),
        geminiChunk("{\"text\":\" see 🤔\",\"thought\":true}", ""),
        geminiChunk("{\"text\":\"I look: 天\"}", ""),
        geminiChunk(
            "{\"functionCall\":{\"name\":\"look\",\"args\":{\"city\":\"Paris\"}},\"thoughtSignature\":\"R1NJRw==\"},"
                + "{\"functionCall\":{\"name\":\"now\",\"args\":{\"tz\":1.0}}}",
            ""),
        geminiChunk("{\"text\":\"\"}", ",\"finishReason\":\"STOP\""));
  }

  /** An upstream's usual stream. */
  static String usual(io.posthouse.relay.protocol.Protocol upstream) {
    return switch (upstream) {
      case MESSAGES -> anthropic();
      case CHAT -> chat();
      case RESPONSES -> responses();
      case GEMINI -> gemini();
    };
  }
}
