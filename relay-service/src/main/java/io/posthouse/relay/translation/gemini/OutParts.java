package io.posthouse.relay.translation.gemini;

import io.posthouse.relay.translation.UnreadableAnswerException;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.Part;
import io.posthouse.relay.translation.neutral.Stop;
import io.posthouse.relay.translation.spoke.AnswerShape;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer's parts. A signature goes with the thoughts it proves. Gemini's own models sign the
 * first call of an answer and newer ones want that back: here it gets one of nothing, so that the
 * call is known when the conversation goes on at one of them.
 */
final class OutParts {

  private final AnswerShape shape;
  private boolean called;

  OutParts(AnswerShape shape) {
    this.shape = shape;
  }

  /** What ends a block of reasoning; null when it is not shown. */
  @Nullable ObjectNode thoughtEnd(@Nullable Opaque opaque) {
    if (!shape.wish().thoughts()) {
      return null;
    }
    ObjectNode end = Json.object().put("text", "").put("thought", true);
    return end.put("thoughtSignature", shape.seal(opaque));
  }

  /** A call; null if its arguments are no JSON object. */
  @Nullable ObjectNode call(String id, String name, String arguments) {
    ObjectNode args = arguments.isBlank() ? Json.object() : Json.object(arguments);
    if (args == null) {
      return null;
    }
    ObjectNode part = Json.object();
    part.putObject("functionCall").put("id", id).put("name", name).set("args", args);
    if (!called) {
      part.put("thoughtSignature", shape.seal(null));
    }
    called = true;
    return part;
  }

  /**
   * A call that was cut by the output cap: it is never left out, and has no arguments yet.
   *
   * @throws UnreadableAnswerException if the cap is not what cut it
   */
  ObjectNode unfinishedCall(String id, String name, Stop stop) {
    ObjectNode part = stop == Stop.LENGTH ? call(id, name, "") : null;
    if (part == null) {
      throw new UnreadableAnswerException("a tool call whose arguments are no JSON object");
    }
    return part;
  }

  /** A whole part. */
  void add(Part part, Stop stop, ArrayNode to) {
    switch (part) {
      case Part.Text text -> to.addObject().put("text", text.text());
      case Part.Refusal refusal -> to.addObject().put("text", refusal.text());
      case Part.Thinking thinking -> {
        if (shape.wish().thoughts() && !thinking.text().isEmpty()) {
          to.addObject().put("text", thinking.text()).put("thought", true);
        }
        ObjectNode end = thoughtEnd(thinking.opaque());
        if (end != null) {
          to.add(end);
        }
      }
      case Part.ToolCall call -> {
        ObjectNode whole = call(call.id(), call.name(), call.arguments());
        to.add(whole == null ? unfinishedCall(call.id(), call.name(), stop) : whole);
      }
      case Part.Image _, Part.Document _, Part.Audio _, Part.ToolResult _ ->
          throw new UnreadableAnswerException("content that an answer cannot hold");
    }
  }
}
