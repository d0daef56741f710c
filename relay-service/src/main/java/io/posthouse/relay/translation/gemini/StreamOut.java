package io.posthouse.relay.translation.gemini;

import io.posthouse.relay.protocol.Dialect;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.translation.UnreadableAnswerException;
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

/** Says an answer in chunks: as events, or as one JSON array. Calls come whole. */
final class StreamOut implements StreamWriter {

  private static final int LONGEST = 64 * 1024 * 1024;

  private final AnswerShape shape;
  private final OutParts parts;
  private final StringBuilder arguments = new StringBuilder();
  private String id = "";
  private String model = "";
  private Block block = new Block.Text();
  private Block.@Nullable Tool unfinished;
  private boolean first = true;

  StreamOut(AnswerShape shape) {
    this.shape = shape;
    this.parts = new OutParts(shape);
  }

  @Override
  public void write(ReplyEvent event, JsonOut out) {
    switch (event) {
      case ReplyEvent.Begin begin -> {
        id = begin.id();
        model = begin.model();
      }
      case ReplyEvent.Open open -> {
        block = open.block();
        arguments.setLength(0);
      }
      case ReplyEvent.Delta delta -> delta(delta.text(), out);
      case ReplyEvent.Close close -> end(close.opaque(), out);
      case ReplyEvent.Finish finish -> finish(finish, out);
    }
  }

  private void delta(String text, JsonOut out) {
    switch (block) {
      case Block.Text _, Block.Refusal _ -> {
        begin(out).raw("{\"text\":").string(text).raw("}");
        end(out);
      }
      case Block.Thinking _ -> {
        if (shape.wish().thoughts()) {
          begin(out).raw("{\"text\":").string(text).raw(",\"thought\":true}");
          end(out);
        }
      }
      case Block.Tool _ -> {
        if (arguments.length() + text.length() > LONGEST) {
          throw new UnreadableAnswerException("more content than can be gathered");
        }
        arguments.append(text);
      }
    }
  }

  private JsonOut begin(JsonOut out) {
    return chunk(out).raw("{\"candidates\":[{\"content\":{\"parts\":[");
  }

  private JsonOut chunk(JsonOut out) {
    if (shape.sse()) {
      out.raw("data: ");
    } else {
      out.raw(first ? "[" : ",\r\n");
    }
    first = false;
    return out;
  }

  private void end(JsonOut out) {
    out.raw("],\"role\":\"model\"},\"index\":0}]");
    tail(out);
  }

  private void tail(JsonOut out) {
    out.raw(",\"modelVersion\":").string(shape.model(model));
    out.raw(",\"responseId\":").string(shape.answerId("", id));
    out.raw(shape.sse() ? "}\n\n" : "}");
  }

  private void part(JsonNode part, JsonOut out) {
    begin(out).tree(part);
    end(out);
  }

  private void end(@Nullable Opaque opaque, JsonOut out) {
    switch (block) {
      case Block.Thinking _ -> {
        ObjectNode end = parts.thoughtEnd(opaque);
        if (end != null) {
          part(end, out);
        }
      }
      case Block.Tool tool -> {
        ObjectNode call = parts.call(tool.id(), tool.name(), arguments.toString());
        if (call == null) {
          unfinished = tool;
        } else {
          part(call, out);
        }
      }
      case Block.Text _, Block.Refusal _ -> {
        // Chunks tell no ends of blocks.
      }
    }
  }

  @Override
  public void finish(ReplyEvent.Finish finish, JsonOut out) {
    if (unfinished != null) {
      part(parts.unfinishedCall(unfinished.id(), unfinished.name(), finish.stop()), out);
    }
    chunk(out)
        .raw("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}],\"role\":\"model\"}");
    out.raw(",\"finishReason\":\"").raw(Stops.write(finish.stop())).raw("\"");
    String explanation = finish.explanation();
    if (explanation != null) {
      out.raw(",\"finishMessage\":").string(explanation);
    }
    out.raw(",\"index\":0}]");
    if (finish.usage() != null) {
      out.raw(",\"usageMetadata\":").tree(Usages.write(finish.usage()));
    }
    tail(out);
    if (!shape.sse()) {
      out.raw("]");
    }
  }

  @Override
  public void broken(Refusal why, String requestId, JsonOut out) {
    Refusal said = UpstreamErrors.reworded(why, Dialect.GEMINI);
    if (shape.sse()) {
      out.utf8(said.event(Dialect.GEMINI, requestId));
    } else {
      chunk(out).utf8(said.body(Dialect.GEMINI, requestId)).raw("]");
    }
  }
}
