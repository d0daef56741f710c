package io.posthouse.relay.translation.stream;

import io.posthouse.relay.protocol.Dialect;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.json.JsonOut;
import io.posthouse.relay.translation.neutral.Reply;
import io.posthouse.relay.translation.neutral.ReplyEvent;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** A stream that is said as one whole answer: nothing before its end. */
public final class Gathering implements StreamWriter {

  private final ReplyCollector collector = new ReplyCollector();
  private final Function<Reply, ObjectNode> writer;
  private final Dialect client;

  /** Gathers for that writer of whole answers. */
  public Gathering(Function<Reply, ObjectNode> writer, Dialect client) {
    this.writer = writer;
    this.client = client;
  }

  @Override
  public void write(ReplyEvent event, JsonOut out) {
    collector.accept(event);
  }

  @Override
  public void finish(ReplyEvent.Finish finish, JsonOut out) {
    out.utf8(Json.bytes(writer.apply(collector.reply(finish))));
  }

  @Override
  public void broken(Refusal why, String requestId, JsonOut out) {
    out.utf8(why.body(client, requestId));
  }
}
