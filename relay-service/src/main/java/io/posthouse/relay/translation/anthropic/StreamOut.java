package io.posthouse.relay.translation.anthropic;

import io.posthouse.relay.protocol.Dialect;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.json.JsonOut;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.ReplyEvent;
import io.posthouse.relay.translation.neutral.ReplyEvent.Block;
import io.posthouse.relay.translation.spoke.AnswerShape;
import io.posthouse.relay.translation.spoke.UpstreamErrors;
import io.posthouse.relay.translation.stream.StreamWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Says an answer as a Messages stream: indexes from 0 without gaps, one block at a time. */
final class StreamOut implements StreamWriter {

  private final AnswerShape shape;
  private int index = -1;
  private Block block = new Block.Text();

  StreamOut(AnswerShape shape) {
    this.shape = shape;
  }

  @Override
  public void write(ReplyEvent event, JsonOut out) {
    switch (event) {
      case ReplyEvent.Begin begin -> begin(begin, out);
      case ReplyEvent.Open open -> open(open.block(), out);
      case ReplyEvent.Delta delta -> delta(delta.text(), out);
      case ReplyEvent.Close close -> {
        if (block instanceof Block.Thinking) {
          signature(close.opaque(), out);
        }
        out.raw("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":");
        out.number(index).raw("}\n\n");
      }
      case ReplyEvent.Finish finish -> finish(finish, out);
    }
  }

  private void begin(ReplyEvent.Begin begin, JsonOut out) {
    ObjectNode message = Json.object();
    message.put("id", shape.answerId("msg_", begin.id()));
    message.put("type", "message").put("role", "assistant");
    message.put("model", shape.model(begin.model()));
    message.putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence");
    message.set("usage", Usages.write(begin.usage()));
    out.raw("event: message_start\ndata: {\"type\":\"message_start\",\"message\":");
    out.tree(message).raw("}\n\n");
  }

  private void open(Block opened, JsonOut out) {
    index++;
    block = opened;
    out.raw("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":");
    out.number(index).raw(",\"content_block\":");
    switch (opened) {
      case Block.Text _, Block.Refusal _ -> out.raw("{\"type\":\"text\",\"text\":\"\"}");
      case Block.Thinking _ ->
          out.raw("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
      case Block.Tool tool -> {
        out.raw("{\"type\":\"tool_use\",\"id\":").string(tool.id());
        out.raw(",\"name\":").string(tool.name()).raw(",\"input\":{}}");
      }
    }
    out.raw("}\n\n");
  }

  private void delta(String text, JsonOut out) {
    out.raw("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":");
    out.number(index).raw(",\"delta\":");
    switch (block) {
      case Block.Text _, Block.Refusal _ -> out.raw("{\"type\":\"text_delta\",\"text\":");
      case Block.Thinking _ -> out.raw("{\"type\":\"thinking_delta\",\"thinking\":");
      case Block.Tool _ -> out.raw("{\"type\":\"input_json_delta\",\"partial_json\":");
    }
    out.string(text).raw("}}\n\n");
  }

  private void signature(@Nullable Opaque opaque, JsonOut out) {
    out.raw("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":");
    out.number(index).raw(",\"delta\":{\"type\":\"signature_delta\",\"signature\":");
    out.string(shape.seal(opaque)).raw("}}\n\n");
  }

  @Override
  public void finish(ReplyEvent.Finish finish, JsonOut out) {
    ObjectNode delta = Json.object();
    delta.put("stop_reason", Stops.write(finish.stop())).putNull("stop_sequence");
    JsonNode details = Stops.details(finish);
    if (details != null) {
      delta.set("stop_details", details);
    }
    out.raw("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":").tree(delta);
    out.raw(",\"usage\":").tree(Usages.write(finish.usage())).raw("}\n\n");
    out.raw("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
  }

  @Override
  public void broken(Refusal why, String requestId, JsonOut out) {
    out.utf8(UpstreamErrors.reworded(why, Dialect.ANTHROPIC).event(Dialect.ANTHROPIC, requestId));
  }
}
