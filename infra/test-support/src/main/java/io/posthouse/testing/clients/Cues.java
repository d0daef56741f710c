package io.posthouse.testing.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a prompt asks of the model: {@code [[think]]}, {@code [[say WORDS]]}, {@code [[tool NAME
 * ARGUMENTS]]} (as often as wanted, heeded when the tool is declared), {@code [[error STATUS]]},
 * {@code [[break]]} (a stream ends in an error event), {@code [[slow]]} (a stream that goes on
 * until the client leaves). After a tool's result it repeats the result, whatever the prompt says.
 */
record Cues(
    boolean think,
    @Nullable String say,
    List<Said.ToolCall> calls,
    int error,
    boolean breaks,
    boolean slow) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern CUE =
      Pattern.compile("\\[\\[([a-z]+)(?: ((?:(?!]]).)*))?]]", Pattern.DOTALL);

  static Cues in(String prompt) {
    boolean think = false;
    String say = null;
    List<Said.ToolCall> calls = new ArrayList<>();
    int error = 0;
    boolean breaks = false;
    boolean slow = false;
    Matcher cue = CUE.matcher(prompt);
    while (cue.find()) {
      String rest = cue.group(2) == null ? "" : cue.group(2);
      switch (cue.group(1)) {
        case "think" -> think = true;
        case "say" -> say = rest;
        case "tool" -> {
          String[] words = rest.split(" ", 2);
          calls.add(
              new Said.ToolCall(
                  "toolu_" + (calls.size() + 1), words[0], words.length > 1 ? words[1] : "{}"));
        }
        case "error" -> error = Integer.parseInt(rest);
        case "break" -> breaks = true;
        case "slow" -> slow = true;
        default -> throw new WireException(400, "unknown cue: " + cue.group());
      }
    }
    return new Cues(think, say, calls, error, breaks, slow);
  }

  /** The answer to that request. */
  Said answer(Heard heard) {
    String thought = think ? "The user wants an answer. Let me give one." : null;
    if (!heard.results().isEmpty()) {
      return new Said(thought, "The tool said: " + String.join(" | ", heard.results()), List.of());
    }
    List<Said.ToolCall> declared =
        calls.stream().filter(call -> heard.tools().contains(call.name())).toList();
    if (!declared.isEmpty()) {
      return new Said(thought, say == null ? "" : say, declared);
    }
    Heard.Forced forced = heard.forced();
    if (forced != null) {
      String arguments = filled(forced.parameters()).toString();
      return new Said(thought, "", List.of(new Said.ToolCall("toolu_1", forced.name(), arguments)));
    }
    if (heard.schema() != null) {
      return new Said(thought, filled(heard.schema()).toString(), List.of());
    }
    if (!heard.images().isEmpty()) {
      return new Said(thought, "I see " + String.join(", ", heard.images()) + ".", List.of());
    }
    return new Said(thought, say == null ? "Hello from the model, 你好 🐎." : say, List.of());
  }

  /** The smallest object that a schema allows. */
  private static ObjectNode filled(JsonNode schema) {
    ObjectNode object = JSON.createObjectNode();
    schema
        .path("properties")
        .properties()
        .forEach(property -> object.set(property.getKey(), value(property.getValue())));
    return object;
  }

  private static JsonNode value(JsonNode schema) {
    return switch (schema.path("type").asString("string")) {
      case "integer", "number" -> JSON.getNodeFactory().numberNode(7);
      case "boolean" -> JSON.getNodeFactory().booleanNode(true);
      case "array" -> JSON.createArrayNode().add(value(schema.path("items")));
      case "object" -> filled(schema);
      default -> JSON.getNodeFactory().stringNode("Paris");
    };
  }
}
