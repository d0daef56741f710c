package io.posthouse.benchmark.hop;

import java.util.ArrayList;
import java.util.List;

/**
 * Answers in one protocol, ready to be written.
 *
 * @param whole head and body
 * @param streamHead of any stream
 * @param opening what a stream begins with, each with its chunk framing
 * @param delta one piece of text; a slow one holds {@link Shape#SENT_AT}
 * @param ending of a stream, the last chunk included
 */
record Rendered(
    byte[] whole, byte[] streamHead, List<byte[]> opening, byte[] delta, List<byte[]> ending) {

  private static final String TEXT = "x".repeat(560);
  private static final String WORDS =
      Shape.SENT_AT + "0".repeat(Shape.DIGITS) + ", as a model would write it.";

  static final Rendered MESSAGES =
      of(
          "{\"id\":\"msg_bench\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"their-model\","
              + "\"content\":[{\"type\":\"text\",\"text\":\""
              + TEXT
              + "\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":250,"
              + "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":140}}",
          List.of(
              "event: message_start\n"
                  + "data:"
                  + " {\"type\":\"message_start\",\"message\":{\"id\":\"msg_bench\",\"type\":\"message\","
                  + "\"role\":\"assistant\",\"model\":\"their-model\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":250,\"output_tokens\":1}}}\n\n",
              "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"
                  + "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"),
          "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
              + "\"delta\":{\"type\":\"text_delta\",\"text\":\""
              + WORDS
              + "\"}}\n\n",
          List.of(
              "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
              "event: message_delta\n"
                  + "data:"
                  + " {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":495}}\n\n",
              "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"));

  static final Rendered CHAT =
      of(
          "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1750000000,\"model\":\"their-model\","
              + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
              + TEXT
              + "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
              + "\"usage\":{\"prompt_tokens\":250,\"completion_tokens\":140,\"total_tokens\":390}}",
          List.of(chat("{\"role\":\"assistant\",\"content\":\"\"}", "null")),
          chat("{\"content\":\"" + WORDS + "\"}", "null"),
          List.of(
              chat("{}", "\"stop\""),
              "data:"
                  + " {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1750000000,"
                  + "\"model\":\"their-model\",\"choices\":[],\"usage\":{\"prompt_tokens\":250,\"completion_tokens\":495,\"total_tokens\":745}}\n\n",
              "data: [DONE]\n\n"));

  private static String chat(String delta, String finish) {
    return "data:"
        + " {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1750000000,"
        + "\"model\":\"their-model\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"logprobs\":null,\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  private static Rendered of(String json, List<String> opening, String delta, List<String> ending) {
    List<byte[]> last = new ArrayList<>(framed(ending));
    last.add(Shape.ascii("0\r\n\r\n"));
    return new Rendered(
        Shape.ascii(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
                + json.length()
                + "\r\nrequest-id: req_bench\r\n\r\n"
                + json),
        Shape.ascii(
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n"
                + "cache-control: no-cache\r\nrequest-id: req_bench\r\n\r\n"),
        framed(opening),
        framed(delta),
        last);
  }

  private static List<byte[]> framed(List<String> events) {
    return events.stream().map(Rendered::framed).toList();
  }

  private static byte[] framed(String event) {
    return Shape.ascii(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
  }

  /** How many text pieces make a stream of {@link Shape#CHUNKS} chunks. */
  int pieces() {
    return Shape.CHUNKS - opening.size() - (ending.size() - 1);
  }
}
