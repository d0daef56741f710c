package io.posthouse.relay.translation.responses;

import io.posthouse.relay.protocol.Dialect;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.translation.UnreadableAnswerException;
import io.posthouse.relay.translation.json.Json;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Says an answer as a response's events, numbered from 0; every item is whole in its end. */
final class StreamOut implements StreamWriter {

  private static final int LONGEST = 64 * 1024 * 1024;

  private final AnswerShape shape;
  private final ArrayNode output = Json.array();
  private final StringBuilder text = new StringBuilder();
  private final ArrayNode logprobs = Json.array();
  private String id = "";
  private String model = "";
  private boolean begun;
  private boolean refused;
  private long number;
  private long size;
  private OutItem item;

  StreamOut(AnswerShape shape) {
    this.shape = shape;
    this.item = new OutItem(new Block.Text(), 0, shape);
  }

  @Override
  public void write(ReplyEvent event, JsonOut out) {
    switch (event) {
      case ReplyEvent.Begin begin -> {
        id = begin.id();
        model = begin.model();
        begin(out);
      }
      case ReplyEvent.Open open -> open(open.block(), out);
      case ReplyEvent.Delta delta -> delta(delta.text(), delta.logprobs(), out);
      case ReplyEvent.Close close -> close(close.opaque(), out);
      case ReplyEvent.Finish finish -> finish(finish, out);
    }
  }

  private void begin(JsonOut out) {
    begun = true;
    ObjectNode response = Shell.response(shape, id, model, "in_progress", Json.array());
    event("response.created", out).raw(",\"response\":").tree(response).raw("}\n\n");
    event("response.in_progress", out).raw(",\"response\":").tree(response).raw("}\n\n");
  }

  private JsonOut event(String type, JsonOut out) {
    out.raw("event: ").raw(type).raw("\ndata: {\"type\":\"").raw(type);
    return out.raw("\",\"sequence_number\":").number(number++);
  }

  private JsonOut itemEvent(String type, JsonOut out) {
    event(type, out).raw(",\"item_id\":\"").raw(item.id);
    return out.raw("\",\"output_index\":").number(item.index);
  }

  private void open(Block block, JsonOut out) {
    item = new OutItem(block, output.size(), shape);
    text.setLength(0);
    logprobs.removeAll();
    refused |= block instanceof Block.Refusal;
    event("response.output_item.added", out).raw(",\"output_index\":").number(item.index);
    out.raw(",\"item\":").tree(item.added()).raw("}\n\n");
    if (block instanceof Block.Text || block instanceof Block.Refusal) {
      itemEvent("response.content_part.added", out).raw(",\"content_index\":0,\"part\":");
      out.tree(item.part("", logprobs)).raw("}\n\n");
    }
  }

  private void delta(String piece, @Nullable JsonNode tokens, JsonOut out) {
    size += piece.length();
    if (size > LONGEST) {
      throw new UnreadableAnswerException("more content than can be gathered");
    }
    boolean first = text.isEmpty();
    text.append(piece);
    switch (item.block) {
      case Block.Text _ -> {
        itemEvent("response.output_text.delta", out).raw(",\"content_index\":0,\"delta\":");
        out.string(piece).raw(",\"logprobs\":");
        if (tokens instanceof ArrayNode told) {
          logprobs.addAll(told);
          out.tree(told).raw("}\n\n");
        } else {
          out.raw("[]}\n\n");
        }
      }
      case Block.Refusal _ -> {
        itemEvent("response.refusal.delta", out).raw(",\"content_index\":0,\"delta\":");
        out.string(piece).raw("}\n\n");
      }
      case Block.Thinking _ -> {
        if (first) {
          itemEvent("response.reasoning_summary_part.added", out).raw(",\"summary_index\":0");
          out.raw(",\"part\":").tree(OutItem.summary("")).raw("}\n\n");
        }
        itemEvent("response.reasoning_summary_text.delta", out).raw(",\"summary_index\":0");
        out.raw(",\"delta\":").string(piece).raw("}\n\n");
      }
      case Block.Tool tool -> {
        itemEvent(
            tool.custom()
                ? "response.custom_tool_call_input.delta"
                : "response.function_call_arguments.delta",
            out);
        out.raw(",\"delta\":").string(piece).raw("}\n\n");
      }
    }
  }

  private void close(@Nullable Opaque opaque, JsonOut out) {
    if (item.block instanceof Block.Tool tool && !tool.custom() && text.isEmpty()) {
      delta("{}", null, out);
    }
    switch (item.block) {
      case Block.Text _ -> {
        itemEvent("response.output_text.done", out).raw(",\"content_index\":0,\"text\":");
        out.string(text).raw(",\"logprobs\":").tree(logprobs).raw("}\n\n");
        partDone(out);
      }
      case Block.Refusal _ -> {
        itemEvent("response.refusal.done", out).raw(",\"content_index\":0,\"refusal\":");
        out.string(text).raw("}\n\n");
        partDone(out);
      }
      case Block.Thinking _ -> summaryDone(out);
      case Block.Tool tool -> {
        if (tool.custom()) {
          itemEvent("response.custom_tool_call_input.done", out).raw(",\"input\":");
          out.string(text).raw("}\n\n");
        } else {
          itemEvent("response.function_call_arguments.done", out).raw(",\"name\":");
          out.string(Json.textOrEmpty(item.added(), "name")).raw(",\"arguments\":");
          out.string(text).raw("}\n\n");
        }
      }
    }
    ObjectNode done = item.done(text.toString(), opaque, logprobs.deepCopy());
    event("response.output_item.done", out).raw(",\"output_index\":").number(item.index);
    out.raw(",\"item\":").tree(done).raw("}\n\n");
    output.add(done);
    text.setLength(0);
  }

  private void partDone(JsonOut out) {
    itemEvent("response.content_part.done", out).raw(",\"content_index\":0,\"part\":");
    out.tree(item.part(text.toString(), logprobs)).raw("}\n\n");
  }

  private void summaryDone(JsonOut out) {
    if (text.isEmpty()) {
      return;
    }
    itemEvent("response.reasoning_summary_text.done", out).raw(",\"summary_index\":0");
    out.raw(",\"text\":").string(text).raw("}\n\n");
    itemEvent("response.reasoning_summary_part.done", out).raw(",\"summary_index\":0");
    out.raw(",\"part\":").tree(OutItem.summary(text.toString())).raw("}\n\n");
  }

  @Override
  public void finish(ReplyEvent.Finish finish, JsonOut out) {
    String explanation = finish.stop() == Stop.REFUSAL && !refused ? finish.explanation() : null;
    boolean filtered = finish.stop() == Stop.REFUSAL && !refused;
    if (explanation != null) {
      open(new Block.Refusal(), out);
      delta(explanation, null, out);
      close(null, out);
    }
    ObjectNode response = Ending.of(shape, id, model, output, finish, filtered);
    String type = "response." + Json.textOrEmpty(response, "status");
    event(type, out).raw(",\"response\":").tree(response).raw("}\n\n");
  }

  @Override
  public void broken(Refusal why, String requestId, JsonOut out) {
    if (!begun) {
      begin(out);
    }
    Refusal said = UpstreamErrors.reworded(why, Dialect.OPENAI);
    ObjectNode response = Shell.response(shape, id, model, "failed", output);
    String code = said.openAiCode();
    response
        .putObject("error")
        .put("code", code == null ? "server_error" : code)
        .put("message", said.message());
    event("response.failed", out).raw(",\"response\":").tree(response).raw("}\n\n");
  }

  /** The response as it ends. */
  static final class Ending {

    private Ending() {}

    static ObjectNode of(
        AnswerShape shape,
        String id,
        String model,
        ArrayNode output,
        ReplyEvent.Finish finish,
        boolean filtered) {
      String reason =
          finish.stop() == Stop.LENGTH ? "max_output_tokens" : filtered ? "content_filter" : null;
      ObjectNode response =
          Shell.response(shape, id, model, reason == null ? "completed" : "incomplete", output);
      if (reason != null) {
        response.putObject("incomplete_details").put("reason", reason);
      }
      if (finish.usage() != null) {
        response.set("usage", Usages.responses(finish.usage()));
      }
      return response;
    }
  }
}
