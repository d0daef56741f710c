package io.posthouse.relay.translation.responses;

import io.posthouse.relay.translation.UnreadableAnswerException;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Part;
import io.posthouse.relay.translation.neutral.Reply;
import io.posthouse.relay.translation.neutral.ReplyEvent.Block;
import io.posthouse.relay.translation.neutral.Stop;
import io.posthouse.relay.translation.spoke.AnswerShape;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Says an answer as a whole response. */
final class WholeOut {

  private WholeOut() {}

  static ObjectNode write(Reply reply, AnswerShape shape) {
    ArrayNode output = Json.array();
    boolean refused = false;
    for (Part part : reply.parts()) {
      refused |= part instanceof Part.Refusal;
      output.add(item(part, output.size(), shape));
    }
    boolean filtered = reply.finish().stop() == Stop.REFUSAL && !refused;
    String explanation = reply.finish().explanation();
    if (filtered && explanation != null) {
      output.add(item(new Part.Refusal("", explanation), output.size(), shape));
    }
    return StreamOut.Ending.of(shape, reply.id(), reply.model(), output, reply.finish(), filtered);
  }

  private static ObjectNode item(Part part, int index, AnswerShape shape) {
    return switch (part) {
      case Part.Text text ->
          new OutItem(new Block.Text(), index, shape)
              .done(
                  text.text(),
                  null,
                  text.logprobs() instanceof ArrayNode tokens ? tokens : Json.array());
      case Part.Refusal refusal ->
          new OutItem(new Block.Refusal(), index, shape).done(refusal.text(), null, Json.array());
      case Part.Thinking thinking ->
          new OutItem(new Block.Thinking(), index, shape)
              .done(thinking.text(), thinking.opaque(), Json.array());
      case Part.ToolCall call -> {
        boolean none = call.arguments().isBlank() && !call.custom();
        yield new OutItem(new Block.Tool(call.id(), call.name(), call.custom()), index, shape)
            .done(none ? "{}" : call.arguments(), null, Json.array());
      }
      case Part.Image _, Part.Document _, Part.Audio _, Part.ToolResult _ ->
          throw new UnreadableAnswerException("content that a response cannot hold");
    };
  }
}
