package io.posthouse.relay.translation.anthropic;

import io.posthouse.relay.translation.UnreadableAnswerException;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Part;
import io.posthouse.relay.translation.neutral.Reply;
import io.posthouse.relay.translation.neutral.Stop;
import io.posthouse.relay.translation.spoke.AnswerShape;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Says an answer as a whole Message. */
final class WholeOut {

  private WholeOut() {}

  static ObjectNode write(Reply reply, AnswerShape shape) {
    ObjectNode message = Json.object();
    message.put("id", shape.answerId("msg_", reply.id()));
    message.put("type", "message").put("role", "assistant");
    message.put("model", shape.model(reply.model()));
    ArrayNode content = message.putArray("content");
    reply.parts().forEach(part -> add(part, reply, shape, content));
    message.put("stop_reason", Stops.write(reply.finish().stop())).putNull("stop_sequence");
    JsonNode details = Stops.details(reply.finish());
    if (details != null) {
      message.set("stop_details", details);
    }
    message.set("usage", Usages.write(reply.usage()));
    return message;
  }

  private static void add(Part part, Reply reply, AnswerShape shape, ArrayNode content) {
    switch (part) {
      case Part.Text text -> content.addObject().put("type", "text").put("text", text.text());
      case Part.Refusal refusal ->
          content.addObject().put("type", "text").put("text", refusal.text());
      case Part.Thinking thinking ->
          content
              .addObject()
              .put("type", "thinking")
              .put("thinking", thinking.text())
              .put("signature", shape.seal(thinking.opaque()));
      case Part.ToolCall call ->
          content
              .addObject()
              .put("type", "tool_use")
              .put("id", call.id())
              .put("name", call.name())
              .set("input", input(call, reply.finish().stop()));
      case Part.Image _, Part.Document _, Part.Audio _, Part.ToolResult _ ->
          throw new UnreadableAnswerException("content that a message cannot hold");
    }
  }

  /** A call is never left out: one that was cut by the output cap has no arguments yet. */
  private static ObjectNode input(Part.ToolCall call, Stop stop) {
    ObjectNode input = call.arguments().isBlank() ? Json.object() : Json.object(call.arguments());
    if (input != null) {
      return input;
    }
    if (stop == Stop.LENGTH) {
      return Json.object();
    }
    throw new UnreadableAnswerException("a tool call whose arguments are no JSON object");
  }
}
