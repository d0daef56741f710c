package io.posthouse.relay;

/**
 * The four protocols as an upstream writes them, in the pieces between which things go wrong. Usage
 * tells which upstream answered: its input tokens are the number asked for.
 */
enum Wire {
  MESSAGES("anthropic", "/v1/messages", "event: error\ndata: {\"type\":\"error\"", "message_stop") {
    @Override
    String request(RelayFixture.Sale sale, String marker, boolean stream) {
      return "{\"model\":\"%s\",\"max_tokens\":50,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
          .formatted(sale.model(), stream, marker);
    }

    @Override
    String prelude(int input) {
      return "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":"
          + input
          + ",\"output_tokens\":1}}}\n\n";
    }

    @Override
    String content(String text) {
      return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\""
          + text
          + "\"}}\n\n";
    }

    @Override
    String terminal(int input) {
      return "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":7}}\n\n"
          + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
    }

    @Override
    String overload() {
      return "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n";
    }

    @Override
    String whole(int input) {
      return "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"驿站\"}],\"usage\":{\"input_tokens\":"
          + input
          + ",\"output_tokens\":7}}";
    }
  },
  CHAT("openai", "/v1/chat/completions", "data: {\"error\"", "[DONE]") {
    @Override
    String request(RelayFixture.Sale sale, String marker, boolean stream) {
      String options = stream ? ",\"stream_options\":{\"include_usage\":true}" : "";
      return "{\"model\":\"%s\",\"stream\":%s%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
          .formatted(sale.model(), stream, options, marker);
    }

    @Override
    String prelude(int input) {
      return "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}],\"usage\":null}\n\n";
    }

    @Override
    String content(String text) {
      return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
          + text
          + "\"}}],\"usage\":null}\n\n";
    }

    @Override
    String terminal(int input) {
      return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}\n\n"
          + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":"
          + input
          + ",\"completion_tokens\":7,\"total_tokens\":"
          + (input + 7)
          + "}}\n\ndata: [DONE]\n\n";
    }

    @Override
    String overload() {
      return "data: {\"error\":{\"message\":\"Overloaded\",\"type\":\"server_error\",\"code\":null}}\n\n";
    }

    @Override
    String whole(int input) {
      return "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"驿站\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":"
          + input
          + ",\"completion_tokens\":7}}";
    }
  },
  RESPONSES("openai", "/v1/responses", "event: response.failed\n", "response.completed") {
    @Override
    String request(RelayFixture.Sale sale, String marker, boolean stream) {
      return "{\"model\":\"%s\",\"stream\":%s,\"input\":\"%s\"}"
          .formatted(sale.model(), stream, marker);
    }

    @Override
    String prelude(int input) {
      return "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\",\"created_at\":7,\"usage\":null}}\n\n";
    }

    @Override
    String content(String text) {
      return "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"delta\":\""
          + text
          + "\"}\n\n";
    }

    @Override
    String terminal(int input) {
      return "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":3,\"response\":{\"id\":\"resp_1\",\"usage\":{\"input_tokens\":"
          + input
          + ",\"output_tokens\":7}}}\n\n";
    }

    @Override
    String overload() {
      return "event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":2,\"response\":{\"id\":\"resp_1\",\"error\":{\"code\":\"server_is_overloaded\"}}}\n\n";
    }

    @Override
    String whole(int input) {
      return "{\"object\":\"response\",\"error\":null,\"output\":[],\"usage\":{\"input_tokens\":"
          + input
          + ",\"output_tokens\":7}}";
    }
  },
  GEMINI("gemini", "/v1beta/models/%s", "data: {\"error\"", "\"finishReason\"") {
    @Override
    String request(RelayFixture.Sale sale, String marker, boolean stream) {
      return "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"%s\"}]}]}".formatted(marker);
    }

    @Override
    String path(RelayFixture.Sale sale, boolean stream) {
      return super.path(sale, stream)
          + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
    }

    @Override
    String prelude(int input) {
      return "data: {\"modelVersion\":\"g\"}\n\n";
    }

    @Override
    String content(String text) {
      return "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"" + text + "\"}]}}]}\n\n";
    }

    @Override
    String terminal(int input) {
      return "data: {\"candidates\":[{\"content\":{\"parts\":[]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":"
          + input
          + ",\"candidatesTokenCount\":7}}\n\n";
    }

    @Override
    String overload() {
      return "data: {\"error\":{\"code\":503,\"message\":\"Overloaded\",\"status\":\"UNAVAILABLE\"}}\n\n";
    }

    @Override
    String whole(int input) {
      return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"驿站\"}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":"
          + input
          + ",\"candidatesTokenCount\":7}}";
    }
  };

  /** What operators call an upstream that speaks it. */
  final String protocol;

  /** How the relay's own error begins when a stream was broken off. */
  final String brokenOff;

  /** What only a stream that ended well has. */
  final String terminator;

  private final String path;

  Wire(String protocol, String path, String brokenOff, String terminator) {
    this.protocol = protocol;
    this.path = path;
    this.brokenOff = brokenOff;
    this.terminator = terminator;
  }

  String path(RelayFixture.Sale sale, boolean stream) {
    return path.formatted(sale.model());
  }

  /** A call whose prompt is that. */
  abstract String request(RelayFixture.Sale sale, String marker, boolean stream);

  /** Before any content. */
  abstract String prelude(int input);

  abstract String content(String text);

  /** The end, with usage. */
  abstract String terminal(int input);

  /** The provider's own word that it has too much to do, in a stream. */
  abstract String overload();

  /** An answer that is not streamed. */
  abstract String whole(int input);

  /** A whole stream. */
  String stream(int input) {
    return prelude(input) + content("驿") + content("站 two") + terminal(input);
  }
}
