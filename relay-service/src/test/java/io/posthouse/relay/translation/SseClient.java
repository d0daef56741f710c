package io.posthouse.relay.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.relay.translation.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Accumulates streams the way the official SDKs do, with their complaints (protocols.md 2). */
final class SseClient {

  private SseClient() {}

  /** A Messages stream as the whole message it stands for. */
  static ObjectNode message(String stream) {
    ObjectNode message = null;
    boolean stopped = false;
    int open = -1;
    StringBuilder input = new StringBuilder();
    for (String event : stream.split("\n\n", -1)) {
      if (event.isEmpty()) {
        continue;
      }
      String[] lines = event.split("\n", -1);
      assertThat(lines).hasSize(2);
      JsonNode data = Hub.json(lines[1].substring("data: ".length()));
      String type = data.path("type").stringValue();
      assertThat(lines[0]).isEqualTo("event: " + type);
      assertThat(stopped).isFalse();
      assertThat(message == null).isEqualTo(type.equals("message_start"));
      switch (type) {
        case "message_start" -> message = (ObjectNode) data.path("message");
        case "content_block_start" -> {
          assertThat(open).isEqualTo(-1);
          open = data.path("index").intValue();
          ArrayNode content = (ArrayNode) message.path("content");
          assertThat(open).isEqualTo(content.size());
          content.add(data.path("content_block"));
          input.setLength(0);
        }
        case "content_block_delta" -> {
          assertThat(data.path("index").intValue()).isEqualTo(open);
          ObjectNode block = (ObjectNode) message.path("content").path(open);
          JsonNode delta = data.path("delta");
          switch (delta.path("type").stringValue()) {
            case "text_delta" -> append(block, "text", delta);
            case "thinking_delta" -> append(block, "thinking", delta);
            case "signature_delta" -> block.set("signature", delta.path("signature"));
            case "input_json_delta" -> input.append(delta.path("partial_json").stringValue());
            default -> throw new AssertionError(delta);
          }
        }
        case "content_block_stop" -> {
          assertThat(data.path("index").intValue()).isEqualTo(open);
          ObjectNode block = (ObjectNode) message.path("content").path(open);
          if (block.path("type").stringValue().equals("tool_use")) {
            block.set("input", Hub.json(input.isEmpty() ? "{}" : input.toString()));
          }
          open = -1;
        }
        case "message_delta" -> {
          message.setAll((ObjectNode) data.path("delta"));
          ((ObjectNode) message.path("usage")).setAll((ObjectNode) data.path("usage"));
        }
        case "message_stop" -> stopped = true;
        default -> throw new AssertionError(type);
      }
    }
    assertThat(stopped).isTrue();
    return message;
  }

  private static void append(ObjectNode block, String name, JsonNode delta) {
    block.put(name, block.path(name).stringValue() + delta.path(name).stringValue());
  }

  /** A Chat stream as the whole message it stands for, with its finish_reason and usage. */
  static ObjectNode completion(String stream) {
    ObjectNode message = Json.object();
    Map<Integer, ObjectNode> calls = new TreeMap<>();
    assertThat(stream).endsWith("data: [DONE]\n\n");
    String finish = null;
    for (JsonNode chunk : Hub.events(stream)) {
      assertThat(chunk.path("object").stringValue()).isEqualTo("chat.completion.chunk");
      if (chunk.path("usage").isObject()) {
        message.set("usage", chunk.path("usage"));
      }
      for (JsonNode choice : chunk.path("choices")) {
        assertThat(finish).isNull();
        JsonNode delta = choice.path("delta");
        for (String name :
            List.of("role", "content", "reasoning_content", "refusal", "reasoning_signature")) {
          if (delta.has(name)) {
            message.put(name, message.path(name).asString("") + delta.path(name).stringValue());
          }
        }
        for (JsonNode call : delta.path("tool_calls")) {
          int index = call.path("index").intValue();
          if (call.has("id")) {
            assertThat(index).isEqualTo(calls.size());
            calls.put(index, (ObjectNode) call.deepCopy());
          } else {
            ObjectNode inside = (ObjectNode) calls.get(index).path("function");
            inside.put(
                "arguments",
                inside.path("arguments").stringValue()
                    + call.path("function").path("arguments").stringValue());
          }
        }
        finish =
            choice.path("finish_reason").isNull()
                ? null
                : choice.path("finish_reason").stringValue();
      }
    }
    assertThat(finish).isNotNull();
    message.put("finish_reason", finish);
    if (!calls.isEmpty()) {
      ArrayNode list = message.putArray("tool_calls");
      calls.values().forEach(list::add);
    }
    return message;
  }

  /** The texts of a list's field. */
  static List<String> texts(JsonNode list, String name) {
    List<String> texts = new ArrayList<>();
    list.forEach(node -> texts.add(node.path(name).stringValue()));
    return texts;
  }

  /** A Responses stream as its final response, checked the way openai-node checks it. */
  static ObjectNode response(String stream) {
    long number = 0;
    ObjectNode last = null;
    Map<Integer, ObjectNode> items = new TreeMap<>();
    Map<Integer, StringBuilder> texts = new TreeMap<>();
    List<JsonNode> done = new ArrayList<>();
    for (JsonNode data : Hub.events(stream)) {
      assertThat(last).as("nothing follows the end").isNull();
      String type = data.path("type").stringValue();
      assertThat(stream).contains("event: " + type + "\ndata: {\"type\":\"" + type + "\"");
      assertThat(data.path("sequence_number").longValue()).isEqualTo(number);
      assertThat(type.equals("response.created")).isEqualTo(number == 0);
      number++;
      int index = data.path("output_index").asInt(-1);
      if (data.has("item_id")) {
        assertThat(data.path("item_id")).isEqualTo(items.get(index).path("id"));
      }
      if (type.endsWith(".delta")) {
        texts.get(index).append(data.path("delta").stringValue());
      } else if (type.equals("response.output_item.added")) {
        assertThat(index).isEqualTo(items.size());
        items.put(index, (ObjectNode) data.path("item"));
        texts.put(index, new StringBuilder());
      } else if (type.equals("response.output_item.done")) {
        JsonNode item = data.path("item");
        for (String same : List.of("id", "type", "call_id", "name")) {
          assertThat(item.get(same)).isEqualTo(items.get(index).get(same));
        }
        assertThat(text(item)).isEqualTo(texts.get(index).toString());
        done.add(item);
      } else if (type.startsWith("response.")
          && List.of("completed", "incomplete", "failed").contains(type.substring(9))) {
        last = (ObjectNode) data.path("response");
      }
    }
    assertThat(last).isNotNull();
    List<JsonNode> output = new ArrayList<>();
    last.path("output").forEach(output::add);
    assertThat(output).isEqualTo(done);
    assertThat(last.path("id").stringValue()).startsWith("resp_");
    return last;
  }

  private static String text(JsonNode item) {
    return switch (item.path("type").stringValue()) {
      case "message" ->
          item.at("/content/0/text").asString("") + item.at("/content/0/refusal").asString("");
      case "reasoning" -> item.at("/summary/0/text").asString("");
      case "function_call" -> item.path("arguments").stringValue();
      default -> item.path("input").stringValue();
    };
  }

  /** What an answer says, in one form for all protocols: kinds of blocks with their text. */
  static List<String> said(io.posthouse.relay.protocol.Protocol client, String stream) {
    List<String> said = new ArrayList<>();
    switch (client) {
      case MESSAGES -> {
        for (JsonNode block : message(stream).path("content")) {
          switch (block.path("type").stringValue()) {
            case "thinking" -> add(said, "thinking", block.path("thinking").stringValue());
            case "text" -> add(said, "text", block.path("text").stringValue());
            default -> tool(said, block.path("name"), block.path("input"));
          }
        }
      }
      case CHAT -> {
        ObjectNode message = completion(stream);
        add(said, "thinking", message.path("reasoning_content").asString(""));
        add(said, "text", message.path("content").asString(""));
        for (JsonNode call : message.path("tool_calls")) {
          JsonNode function = call.path("function");
          tool(said, function.path("name"), Hub.json(function.path("arguments").stringValue()));
        }
      }
      case RESPONSES -> {
        for (JsonNode item : response(stream).path("output")) {
          switch (item.path("type").stringValue()) {
            case "reasoning" -> add(said, "thinking", text(item));
            case "message" -> add(said, "text", text(item));
            default -> tool(said, item.path("name"), Hub.json(text(item)));
          }
        }
      }
      case GEMINI -> {
        for (JsonNode chunk : Hub.events(stream)) {
          for (JsonNode part : chunk.at("/candidates/0/content/parts")) {
            if (part.has("functionCall")) {
              tool(said, part.at("/functionCall/name"), part.at("/functionCall/args"));
            } else {
              boolean thought = part.path("thought").asBoolean(false);
              add(said, thought ? "thinking" : "text", part.path("text").asString(""));
            }
          }
        }
      }
    }
    return said;
  }

  private static void add(List<String> said, String kind, String text) {
    if (text.isEmpty()) {
      return;
    }
    String last = said.isEmpty() ? "" : said.getLast();
    if (last.startsWith(kind + " ")) {
      said.set(said.size() - 1, last + text);
    } else {
      said.add(kind + " " + text);
    }
  }

  private static void tool(List<String> said, JsonNode name, JsonNode input) {
    said.add("tool " + name.stringValue() + " " + Json.text(input));
  }
}
