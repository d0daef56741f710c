package io.posthouse.simulator;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds {@code use tool NAME} in the last user message, and makes up that tool's arguments. */
final class ToolRequest {

  private static final Pattern ASKED = Pattern.compile("use tool ([A-Za-z0-9_-]{1,64})");

  private ToolRequest() {}

  /**
   * The call that a request asks for, or null.
   *
   * @param schemaField where a tool's schema stands: in the tool, or in its {@code function}
   */
  static Call.@Nullable ToolCall find(ObjectNode request, String schemaField) {
    JsonNode messages = request.path("messages");
    JsonNode last = messages.path(messages.size() - 1);
    if (!last.path("role").stringValue("").equals("user")) {
      return null;
    }
    Matcher asked = ASKED.matcher(text(last.path("content")));
    if (!asked.find()) {
      return null;
    }
    for (JsonNode tool : request.path("tools")) {
      JsonNode declared = tool.has("function") ? tool.path("function") : tool;
      if (declared.path("name").stringValue("").equals(asked.group(1))) {
        return new Call.ToolCall(asked.group(1), arguments(declared.path(schemaField)));
      }
    }
    return null;
  }

  private static String text(JsonNode content) {
    if (content.isString()) {
      return content.stringValue();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      text.append(part.path("text").stringValue("")).append('\n');
    }
    return text.toString();
  }

  private static String arguments(JsonNode schema) {
    ObjectNode arguments = Dialect.JSON.createObjectNode();
    for (JsonNode required : schema.path("required")) {
      String name = required.stringValue("");
      switch (schema.path("properties").path(name).path("type").stringValue("")) {
        case "integer", "number" -> arguments.put(name, 1);
        case "boolean" -> arguments.put(name, true);
        case "array" -> arguments.putArray(name);
        case "object" -> arguments.putObject(name);
        default -> arguments.put(name, "simulated");
      }
    }
    return arguments.toString();
  }
}
