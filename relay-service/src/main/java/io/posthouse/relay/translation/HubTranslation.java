package io.posthouse.relay.translation;

import io.posthouse.relay.protocol.BadRequestException;
import io.posthouse.relay.protocol.Protocol;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.translation.json.Drops;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.json.JsonOut;
import io.posthouse.relay.translation.neutral.Reply;
import io.posthouse.relay.translation.neutral.ReplyEvent;
import io.posthouse.relay.translation.neutral.Stop;
import io.posthouse.relay.translation.spoke.AnswerShape;
import io.posthouse.relay.translation.spoke.Spoke;
import io.posthouse.relay.translation.spoke.ToolNames;
import io.posthouse.relay.translation.spoke.UpstreamErrors;
import io.posthouse.relay.translation.spoke.Writing;
import io.posthouse.relay.translation.stream.Gathering;
import io.posthouse.relay.translation.stream.ReplyCollector;
import io.posthouse.relay.translation.stream.Sequencer;
import io.posthouse.relay.translation.stream.SseTranslation;
import io.posthouse.relay.translation.stream.StreamWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One attempt of a translated call. */
final class HubTranslation implements Translation {

  private final ClientCall call;
  private final Target target;
  private final Spoke client;
  private final Spoke upstream;
  private final Spoke.Written written;
  private final List<String> ignored;
  private final ToolNames names;
  private final AnswerShape shape;

  private HubTranslation(
      ClientCall call,
      Target target,
      Spoke client,
      Spoke upstream,
      Spoke.Written written,
      List<String> ignored,
      ToolNames names,
      AnswerShape shape) {
    this.call = call;
    this.target = target;
    this.client = client;
    this.upstream = upstream;
    this.written = written;
    this.ignored = ignored;
    this.names = names;
    this.shape = shape;
  }

  static HubTranslation of(
      HubTranslator hub,
      ClientCall call,
      Spoke.Asked asked,
      List<String> droppedByReader,
      Target target) {
    Drops drops = new Drops();
    droppedByReader.forEach(drops::drop);
    ToolNames names = new ToolNames();
    boolean fromMessages = call.protocol() == Protocol.MESSAGES;
    Writing writing =
        new Writing(target, call.stream(), fromMessages, hub.envelope(), names, drops);
    Spoke.Written written =
        HubTranslator.spoke(target.protocol()).write(asked.conversation(), writing);
    List<String> ignored = drops.names();
    if (target.strict() && !ignored.isEmpty()) {
      String field = ignored.getFirst();
      throw new BadRequestException(
          field, field + ": cannot be used with this model's provider, which is set to be strict");
    }
    AnswerShape shape =
        new AnswerShape(
            call.model(),
            target.rewriteModel(),
            target.family(),
            hub.envelope(),
            target.reasoningText(),
            call.sse(),
            hub.seconds(),
            hub.id(),
            asked.answer());
    return new HubTranslation(
        call,
        target,
        HubTranslator.spoke(call.protocol()),
        HubTranslator.spoke(target.protocol()),
        written,
        ignored,
        names,
        shape);
  }

  @Override
  public byte[] body() {
    return Json.bytes(written.body());
  }

  @Override
  public String path() {
    return written.path();
  }

  @Override
  public Map<String, String> headers() {
    return target.protocol() == Protocol.MESSAGES
        ? Map.of("anthropic-version", target.anthropicVersion())
        : Map.of();
  }

  @Override
  public List<String> ignored() {
    return ignored;
  }

  @Override
  public String streamType() {
    return call.sse() ? "text/event-stream; charset=utf-8" : "application/json";
  }

  @Override
  public StreamTranslation stream() {
    return translation(client.streamWriter(shape));
  }

  @Override
  public StreamTranslation aggregate() {
    return translation(
        new Gathering(reply -> client.whole(reply, shape), call.protocol().dialect()));
  }

  private StreamTranslation translation(StreamWriter writer) {
    return new SseTranslation(upstream.streamReader(), names::restoring, writer);
  }

  @Override
  public Whole whole(byte[] answer) {
    ReplyCollector collector = new ReplyCollector();
    ReplyEvent.Finish finish = read(answer, collector);
    Reply reply = collector.reply(finish);
    boolean pause = finish.stop() == Stop.PAUSE && call.protocol() != Protocol.MESSAGES;
    return new Whole(
        Json.bytes(client.whole(reply, shape)),
        pause ? List.of("the model paused its turn") : List.of());
  }

  @Override
  public byte[] streamOf(byte[] answer) {
    StreamWriter writer = client.streamWriter(shape);
    JsonOut out = new JsonOut();
    ReplyEvent.Finish finish = read(answer, event -> writer.write(event, out));
    writer.finish(finish, out);
    return out.take();
  }

  private ReplyEvent.Finish read(byte[] answer, Consumer<ReplyEvent> to) {
    Sequencer sequencer = new Sequencer(names.restoring(to));
    upstream.whole(Json.answer(answer, 0, answer.length), sequencer);
    ReplyEvent.Finish finish = sequencer.finished();
    if (finish == null) {
      throw new UnreadableAnswerException("an answer without an end");
    }
    return finish;
  }

  @Override
  public Refusal error(int status, byte[] body) {
    return UpstreamErrors.of(status, body, call.model(), call.protocol().dialect());
  }
}
