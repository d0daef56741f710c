package io.posthouse.relay.translation.responses;

import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.spoke.AnswerShape;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The response object around the output, which repeats the request's settings. */
final class Shell {

  private Shell() {}

  /** The settings that answers repeat. */
  static ObjectNode echo(ObjectNode body) {
    ObjectNode echo = Json.object();
    copy(body, echo, "instructions", null);
    copy(body, echo, "max_output_tokens", null);
    copy(body, echo, "parallel_tool_calls", Json.flag(true));
    echo.putNull("previous_response_id");
    ObjectNode none = Json.object();
    none.putNull("effort").putNull("summary");
    copy(body, echo, "reasoning", none);
    echo.put("store", false);
    copy(body, echo, "temperature", Json.number(1));
    ObjectNode text = Json.object();
    text.putObject("format").put("type", "text");
    copy(body, echo, "text", text);
    copy(body, echo, "tool_choice", Json.string("auto"));
    copy(body, echo, "tools", Json.array());
    copy(body, echo, "top_p", Json.number(1));
    echo.put("truncation", "disabled");
    copy(body, echo, "user", null);
    copy(body, echo, "metadata", Json.object());
    return echo;
  }

  private static void copy(
      ObjectNode from, ObjectNode to, String name, @Nullable JsonNode otherwise) {
    JsonNode value = from.get(name);
    if (value != null && !value.isNull()) {
      to.set(name, value);
    } else if (otherwise != null) {
      to.set(name, otherwise);
    } else {
      to.putNull(name);
    }
  }

  /** A response. */
  static ObjectNode response(
      AnswerShape shape, String id, String model, String status, ArrayNode output) {
    ObjectNode response = Json.object();
    response.put("id", shape.answerId("resp_", id));
    response.put("object", "response").put("created_at", shape.created());
    response.put("status", status).put("background", false);
    response.putNull("error").putNull("incomplete_details");
    response.put("model", shape.model(model));
    response.set("output", output);
    ObjectNode echo = shape.wish().echo();
    if (echo != null) {
      response.setAll(echo);
    }
    response.putNull("usage");
    return response;
  }
}
