package io.posthouse.relay.translation.chat;

import io.posthouse.relay.protocol.Dialect;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.translation.json.JsonOut;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.ReplyEvent;
import io.posthouse.relay.translation.neutral.ReplyEvent.Block;
import io.posthouse.relay.translation.neutral.Stop;
import io.posthouse.relay.translation.openai.Usages;
import io.posthouse.relay.translation.spoke.AnswerShape;
import io.posthouse.relay.translation.spoke.UpstreamErrors;
import io.posthouse.relay.translation.stream.StreamWriter;
import org.jspecify.annotations.Nullable;

/** Says an answer as chunks. Tools are counted among themselves, not among blocks. */
final class StreamOut implements StreamWriter {

  private final AnswerShape shape;
  private final SoleSignature signature = new SoleSignature();
  private byte[] head = new byte[0];
  private Block block = new Block.Text();
  private int tool = -1;
  private boolean fed;
  private boolean refused;
  private @Nullable Opaque forNextCall;

  StreamOut(AnswerShape shape) {
    this.shape = shape;
  }

  @Override
  public void write(ReplyEvent event, JsonOut out) {
    switch (event) {
      case ReplyEvent.Begin begin -> {
        head = head(begin);
        open(out).raw("\"role\":\"assistant\",\"content\":\"\"");
        close(out);
      }
      case ReplyEvent.Open open -> open(open.block(), out);
      case ReplyEvent.Delta delta -> delta(delta, out);
      case ReplyEvent.Close close -> end(close.opaque(), out);
      case ReplyEvent.Finish finish -> finish(finish, out);
    }
  }

  private byte[] head(ReplyEvent.Begin begin) {
    JsonOut json = new JsonOut();
    json.raw("data: {\"id\":").string(shape.answerId("chatcmpl-", begin.id()));
    json.raw(",\"object\":\"chat.completion.chunk\",\"created\":").number(shape.created());
    json.raw(",\"model\":").string(shape.model(begin.model())).raw(",\"choices\":[");
    return json.take();
  }

  private JsonOut open(JsonOut out) {
    return out.utf8(head).raw("{\"index\":0,\"delta\":{");
  }

  private void close(JsonOut out) {
    out.raw("},\"logprobs\":null,\"finish_reason\":null}]");
    tail(out);
  }

  private void tail(JsonOut out) {
    out.raw(shape.wish().usageChunk() ? ",\"usage\":null}\n\n" : "}\n\n");
  }

  private void open(Block opened, JsonOut out) {
    block = opened;
    fed = false;
    switch (opened) {
      case Block.Tool call -> {
        tool++;
        open(out).raw("\"tool_calls\":[{\"index\":").number(tool);
        out.raw(",\"id\":").string(call.id());
        out.raw(
            call.custom()
                ? ",\"type\":\"custom\",\"custom\":"
                : ",\"type\":\"function\",\"function\":");
        out.raw("{\"name\":").string(call.name());
        out.raw(call.custom() ? ",\"input\":\"\"}" : ",\"arguments\":\"\"}");
        if (forNextCall != null) {
          out.raw(",\"extra_content\":{\"google\":{\"thought_signature\":");
          out.string(shape.seal(forNextCall)).raw("}}");
          forNextCall = null;
        }
        out.raw("}]");
        close(out);
      }
      case Block.Refusal _ -> refused = true;
      case Block.Text _, Block.Thinking _ -> {
        // Its first delta says it.
      }
    }
  }

  private void delta(ReplyEvent.Delta delta, JsonOut out) {
    fed = true;
    switch (block) {
      case Block.Text _ -> {
        open(out).raw("\"content\":").string(delta.text());
        if (delta.logprobs() == null) {
          close(out);
        } else {
          out.raw("},\"logprobs\":{\"content\":").tree(delta.logprobs());
          out.raw(",\"refusal\":null},\"finish_reason\":null}]");
          tail(out);
        }
      }
      case Block.Thinking _ -> {
        if (shape.reasoningText()) {
          open(out).raw("\"reasoning_content\":").string(delta.text());
          close(out);
        }
      }
      case Block.Refusal _ -> {
        open(out).raw("\"refusal\":").string(delta.text());
        close(out);
      }
      case Block.Tool call -> arguments(call, delta.text(), out);
    }
  }

  private void arguments(Block.Tool call, String text, JsonOut out) {
    open(out).raw("\"tool_calls\":[{\"index\":").number(tool);
    out.raw(call.custom() ? ",\"custom\":{\"input\":" : ",\"function\":{\"arguments\":");
    out.string(text).raw("}}]");
    close(out);
  }

  private void end(@Nullable Opaque opaque, JsonOut out) {
    switch (block) {
      case Block.Tool call when !fed && !call.custom() -> arguments(call, "{}", out);
      case Block.Thinking _ when opaque != null && opaque.kind() == Opaque.Kind.CALL ->
          forNextCall = opaque;
      case Block.Thinking _ -> signature.add(opaque);
      default -> {
        // Chat tells no ends of blocks.
      }
    }
  }

  @Override
  public void finish(ReplyEvent.Finish finish, JsonOut out) {
    String explanation = finish.stop() == Stop.REFUSAL && !refused ? finish.explanation() : null;
    if (explanation != null) {
      open(out).raw("\"refusal\":").string(explanation);
      close(out);
    }
    if (signature.any() && shape.reasoningText()) {
      open(out).raw("\"reasoning_signature\":");
      out.string(shape.seal(signature.sole()));
      close(out);
    }
    open(out).raw("},\"logprobs\":null,\"finish_reason\":\"");
    out.raw(Stops.write(finish.stop(), refused)).raw("\"}]");
    tail(out);
    if (shape.wish().usageChunk() && finish.usage() != null) {
      out.utf8(head).raw("],\"usage\":").tree(Usages.chat(finish.usage())).raw("}\n\n");
    }
    out.raw("data: [DONE]\n\n");
  }

  @Override
  public void broken(Refusal why, String requestId, JsonOut out) {
    out.utf8(UpstreamErrors.reworded(why, Dialect.OPENAI).event(Dialect.OPENAI, requestId));
  }
}
