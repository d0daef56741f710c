package io.posthouse.relay.translation.stream;

import io.posthouse.relay.translation.UnreadableAnswerException;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.Part;
import io.posthouse.relay.translation.neutral.Reply;
import io.posthouse.relay.translation.neutral.ReplyEvent;
import io.posthouse.relay.translation.neutral.ReplyEvent.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** Gathers events into a whole answer. */
public final class ReplyCollector implements Consumer<ReplyEvent> {

  /** The longest answer that is gathered, in characters. */
  static final int LONGEST = 64 * 1024 * 1024;

  private final List<Part> parts = new ArrayList<>();
  private String id = "";
  private String model = "";
  private @Nullable Block block;
  private final StringBuilder text = new StringBuilder();
  private @Nullable ArrayNode logprobs;
  private long size;

  @Override
  public void accept(ReplyEvent event) {
    switch (event) {
      case ReplyEvent.Begin begin -> {
        id = begin.id();
        model = begin.model();
      }
      case ReplyEvent.Open open -> block = open.block();
      case ReplyEvent.Delta delta -> {
        size += delta.text().length();
        if (size > LONGEST) {
          throw new UnreadableAnswerException("more content than can be gathered");
        }
        text.append(delta.text());
        if (delta.logprobs() instanceof ArrayNode more) {
          logprobs = logprobs == null ? Json.array() : logprobs;
          logprobs.addAll(more);
        }
      }
      case ReplyEvent.Close close -> end(close.opaque());
      case ReplyEvent.Finish _ -> {
        // Given to the reply by who knows that it is one.
      }
    }
  }

  private void end(@Nullable Opaque opaque) {
    String said = text.toString();
    text.setLength(0);
    switch (block) {
      case Block.Text _ -> parts.add(new Part.Text("", said, logprobs));
      case Block.Thinking _ -> parts.add(new Part.Thinking("", said, opaque));
      case Block.Refusal _ -> parts.add(new Part.Refusal("", said));
      case Block.Tool tool ->
          parts.add(new Part.ToolCall("", tool.id(), tool.name(), said, tool.custom()));
      case null -> throw new IllegalStateException("a block ends that never began");
    }
    block = null;
    logprobs = null;
  }

  /** The answer, with its end. */
  public Reply reply(ReplyEvent.Finish finish) {
    return new Reply(id, model, parts, finish);
  }
}
