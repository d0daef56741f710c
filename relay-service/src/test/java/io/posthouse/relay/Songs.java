package io.posthouse.relay;

import io.posthouse.testing.Canary;
import java.util.List;

/**
 * Requests and answers in every protocol, with a canary wherever a customer's or model's word is.
 */
final class Songs {

  /** The protocols that a client can speak here. */
  static final List<String> CLIENTS = List.of("messages", "chat", "responses", "gemini");

  private Songs() {}

  static String path(String client, String model, boolean stream) {
    return switch (client) {
      case "messages" -> "/v1/messages";
      case "chat" -> "/v1/chat/completions";
      case "responses" -> "/v1/responses";
      default ->
          "/v1beta/models/"
              + model
              + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
    };
  }

  /** Prompt, system text, picture, a tool with its call and its result. */
  static String request(String client, String model, boolean stream, Canary canary) {
    String filled =
        switch (client) {
          case "messages" ->
              """
              {"model":"MODEL","stream":STREAM,"max_tokens":50,"system":"SONGsystem","messages":[{"role":"user","content":[
                {"type":"text","text":"SONGprompt"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"SONGimage"}}]},
                {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"look","input":{"at":"SONGargument"}}]},
                {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"SONGresult"}]}],
               "tools":[{"name":"look","description":"SONGtool","input_schema":{"type":"object","properties":{}}}]}\
              """;
          case "chat" ->
              """
              {"model":"MODEL","stream":STREAM,"max_tokens":50,"messages":[{"role":"system","content":"SONGsystem"},{"role":"user","content":[
                {"type":"text","text":"SONGprompt"},{"type":"image_url","image_url":{"url":"data:image/png;base64,SONGimage"}}]},
                {"role":"assistant","tool_calls":[{"id":"t1","type":"function","function":{"name":"look","arguments":"{\\"at\\":\\"SONGargument\\"}"}}]},
                {"role":"tool","tool_call_id":"t1","content":"SONGresult"}],
               "tools":[{"type":"function","function":{"name":"look","description":"SONGtool","parameters":{"type":"object","properties":{}}}}]}\
              """;
          case "responses" ->
              """
              {"model":"MODEL","stream":STREAM,"max_output_tokens":50,"store":false,"instructions":"SONGsystem","input":[{"role":"user","content":[
                {"type":"input_text","text":"SONGprompt"},{"type":"input_image","image_url":"data:image/png;base64,SONGimage"}]},
                {"type":"function_call","call_id":"t1","name":"look","arguments":"{\\"at\\":\\"SONGargument\\"}"},
                {"type":"function_call_output","call_id":"t1","output":"SONGresult"}],
               "tools":[{"type":"function","name":"look","description":"SONGtool","strict":false,"parameters":{"type":"object","properties":{}}}]}\
              """;
          default ->
              """
              {"systemInstruction":{"parts":[{"text":"SONGsystem"}]},"contents":[{"role":"user","parts":[{"text":"SONGprompt"},
                {"inlineData":{"mimeType":"image/png","data":"SONGimage"}}]},
                {"role":"model","parts":[{"functionCall":{"name":"look","args":{"at":"SONGargument"}}}]},
                {"role":"user","parts":[{"functionResponse":{"name":"look","response":{"result":"SONGresult"}}}]}],
               "tools":[{"functionDeclarations":[{"name":"look","description":"SONGtool"}]}],"generationConfig":{"maxOutputTokens":50}}\
              """;
        };
    return sung(filled, canary).replace("MODEL", model).replace("STREAM", Boolean.toString(stream));
  }

  /** An answer with reasoning, text and a tool call. */
  static String whole(String upstream, Canary canary) {
    return sung(
        switch (upstream) {
          case "anthropic" ->
              """
              {"id":"msg_1","type":"message","role":"assistant","model":"theirs","content":[{"type":"thinking","thinking":"SONGreasoning","signature":"SONGsignature"},
                {"type":"text","text":"SONGanswer"},{"type":"tool_use","id":"t2","name":"look","input":{"at":"SONGcall"}}],
               "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":5}}\
              """;
          case "openai" ->
              """
              {"id":"c","object":"chat.completion","created":1,"model":"theirs","choices":[{"index":0,"message":{"role":"assistant","reasoning_content":"SONGreasoning",
                "content":"SONGanswer","tool_calls":[{"id":"t2","type":"function","function":{"name":"look","arguments":"{\\"at\\":\\"SONGcall\\"}"}}]},"finish_reason":"tool_calls"}],
               "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}\
              """;
          default ->
              """
              {"candidates":[{"content":{"role":"model","parts":[{"thought":true,"text":"SONGreasoning"},{"text":"SONGanswer"},
                {"functionCall":{"name":"look","args":{"at":"SONGcall"}}}]},"finishReason":"STOP"}],"modelVersion":"theirs",
               "usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":5,"totalTokenCount":15}}\
              """;
        },
        canary);
  }

  /** The same as a stream's events. */
  static List<String> stream(String upstream, Canary canary) {
    List<String> events =
        switch (upstream) {
          case "anthropic" ->
              List.of(
                  "event: message_start\n"
                      + "data:"
                      + " {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"theirs\",\"content\":[],\"usage\":{\"input_tokens\":10,\"output_tokens\":1}}}\n\n"
                      + "event: content_block_start\n"
                      + "data:"
                      + " {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
                      + "event: content_block_delta\n"
                      + "data:"
                      + " {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"SONGanswer\"}}\n\n",
                  "event: content_block_stop\n"
                      + "data: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
                      + "event: message_delta\n"
                      + "data:"
                      + " {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":5}}\n\n"
                      + "event: message_stop\n"
                      + "data: {\"type\":\"message_stop\"}\n\n");
          case "openai" ->
              List.of(
                  "data:"
                      + " {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"theirs\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"reasoning_content\":\"SONGreasoning\",\"content\":\"SONGanswer\"}}]}\n\n",
                  "data:"
                      + " {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"theirs\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                      + "data:"
                      + " {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"theirs\",\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}\n\n"
                      + "data: [DONE]\n\n");
          default -> List.of("data: " + whole(upstream, canary).replace("\n", "") + "\n\n");
        };
    return events.stream().map(event -> sung(event, canary)).toList();
  }

  private static String sung(String text, Canary canary) {
    return text.replace("SONG", canary.word(""));
  }
}
