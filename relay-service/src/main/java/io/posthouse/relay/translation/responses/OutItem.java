package io.posthouse.relay.translation.responses;

import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.ReplyEvent.Block;
import io.posthouse.relay.translation.spoke.AnswerShape;
import io.posthouse.relay.translation.spoke.ClientWish.Namespaced;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One item of a response's output, as it is added and as it is done. */
final class OutItem {

  final Block block;
  final String id;
  final int index;
  private final AnswerShape shape;

  OutItem(Block block, int index, AnswerShape shape) {
    this.block = block;
    this.index = index;
    this.shape = shape;
    this.id = prefix(block) + shape.id() + "_" + index;
  }

  private static String prefix(Block block) {
    return switch (block) {
      case Block.Text _, Block.Refusal _ -> "msg_";
      case Block.Thinking _ -> "rs_";
      case Block.Tool tool -> tool.custom() ? "ctc_" : "fc_";
    };
  }

  /** As it begins. */
  ObjectNode added() {
    return item("in_progress", "", null, Json.array());
  }

  /** As it ends. */
  ObjectNode done(String text, @Nullable Opaque opaque, ArrayNode logprobs) {
    return item("completed", text, opaque, logprobs);
  }

  private ObjectNode item(String status, String text, @Nullable Opaque opaque, ArrayNode logprobs) {
    ObjectNode item = Json.object().put("id", id);
    boolean done = status.equals("completed");
    switch (block) {
      case Block.Text _, Block.Refusal _ -> {
        item.put("type", "message").put("status", status).put("role", "assistant");
        ArrayNode content = item.putArray("content");
        if (done) {
          content.add(part(text, logprobs));
        }
      }
      case Block.Thinking _ -> {
        item.put("type", "reasoning");
        ArrayNode summary = item.putArray("summary");
        if (!text.isEmpty()) {
          summary.add(summary(text));
        }
        if (done) {
          item.put("encrypted_content", shape.seal(opaque));
        }
      }
      case Block.Tool tool -> {
        item.put("type", tool.custom() ? "custom_tool_call" : "function_call");
        item.put("status", status).put("call_id", tool.id());
        Namespaced inside = shape.wish().namespaces().get(tool.name());
        item.put("name", inside == null ? tool.name() : inside.name());
        if (inside != null) {
          item.put("namespace", inside.namespace());
        }
        item.put(tool.custom() ? "input" : "arguments", text);
      }
    }
    return item;
  }

  /** The one part of a message. */
  ObjectNode part(String text, ArrayNode logprobs) {
    if (block instanceof Block.Refusal) {
      return Json.object().put("type", "refusal").put("refusal", text);
    }
    ObjectNode part = Json.object().put("type", "output_text").put("text", text);
    part.putArray("annotations");
    part.set("logprobs", logprobs);
    return part;
  }

  /** The one part of a summary. */
  static ObjectNode summary(String text) {
    return Json.object().put("type", "summary_text").put("text", text);
  }
}
