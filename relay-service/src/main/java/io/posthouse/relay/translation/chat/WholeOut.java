package io.posthouse.relay.translation.chat;

import io.posthouse.relay.translation.UnreadableAnswerException;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.Part;
import io.posthouse.relay.translation.neutral.Reply;
import io.posthouse.relay.translation.openai.Usages;
import io.posthouse.relay.translation.spoke.AnswerShape;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Says an answer as a whole completion. */
final class WholeOut {

  private final Reply reply;
  private final AnswerShape shape;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thoughts = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private final SoleSignature signature = new SoleSignature();
  private final ArrayNode calls = Json.array();
  private final ArrayNode logprobs = Json.array();
  private @Nullable Opaque forNextCall;

  private WholeOut(Reply reply, AnswerShape shape) {
    this.reply = reply;
    this.shape = shape;
  }

  static ObjectNode write(Reply reply, AnswerShape shape) {
    return new WholeOut(reply, shape).write();
  }

  private ObjectNode write() {
    reply.parts().forEach(this::add);
    boolean refused = !refusal.isEmpty();
    String explanation = reply.finish().explanation();
    if (!refused && explanation != null) {
      refusal.append(explanation);
    }
    ObjectNode completion = Json.object();
    completion.put("id", shape.answerId("chatcmpl-", reply.id()));
    completion.put("object", "chat.completion").put("created", shape.created());
    completion.put("model", shape.model(reply.model()));
    ObjectNode choice = completion.putArray("choices").addObject();
    choice.put("index", 0);
    message(choice.putObject("message"));
    if (logprobs.isEmpty()) {
      choice.putNull("logprobs");
    } else {
      choice.putObject("logprobs").putNull("refusal").set("content", logprobs);
    }
    choice.put("finish_reason", Stops.write(reply.finish().stop(), refused));
    if (reply.usage() != null) {
      completion.set("usage", Usages.chat(reply.usage()));
    }
    return completion;
  }

  private void message(ObjectNode message) {
    message.put("role", "assistant");
    if (text.isEmpty()) {
      message.putNull("content");
    } else {
      message.put("content", text.toString());
    }
    if (shape.reasoningText() && !thoughts.isEmpty()) {
      message.put("reasoning_content", thoughts.toString());
    }
    if (shape.reasoningText() && signature.any()) {
      message.put("reasoning_signature", shape.seal(signature.sole()));
    }
    message.put("refusal", refusal.isEmpty() ? null : refusal.toString());
    if (!calls.isEmpty()) {
      message.set("tool_calls", calls);
    }
  }

  private void add(Part part) {
    switch (part) {
      case Part.Text said -> {
        text.append(said.text());
        if (said.logprobs() instanceof ArrayNode tokens) {
          for (JsonNode token : tokens) {
            logprobs.add(token);
          }
        }
      }
      case Part.Refusal said -> refusal.append(said.text());
      case Part.Thinking thinking -> thinking(thinking);
      case Part.ToolCall call -> call(call);
      case Part.Image _, Part.Document _, Part.Audio _, Part.ToolResult _ ->
          throw new UnreadableAnswerException("content that a completion cannot hold");
    }
  }

  private void thinking(Part.Thinking thinking) {
    Opaque opaque = thinking.opaque();
    if (opaque != null && opaque.kind() == Opaque.Kind.CALL) {
      forNextCall = opaque;
      return;
    }
    thoughts.append(thinking.text());
    signature.add(opaque);
  }

  private void call(Part.ToolCall call) {
    String kind = call.custom() ? "custom" : "function";
    ObjectNode written = calls.addObject().put("id", call.id()).put("type", kind);
    ObjectNode inside = written.putObject(kind).put("name", call.name());
    if (call.custom()) {
      inside.put("input", call.arguments());
    } else {
      inside.put("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
    }
    if (forNextCall != null) {
      written
          .putObject("extra_content")
          .putObject("google")
          .put("thought_signature", shape.seal(forNextCall));
      forNextCall = null;
    }
  }
}
