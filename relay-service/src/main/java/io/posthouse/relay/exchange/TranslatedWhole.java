package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.posthouse.relay.metering.WholeMeter;
import io.posthouse.relay.translation.Translation;
import io.posthouse.relay.translation.UnreadableAnswerException;
import io.posthouse.relay.usage.AttemptRecord;
import io.posthouse.relay.usage.End;
import java.util.List;
import java.util.Objects;

/**
 * An answer that is not streamed, said to a client of another protocol: whole, or, where the client
 * asked for a stream, as all of a stream at once. Held until it has come whole.
 */
final class TranslatedWhole extends HeldAnswer {

  private static final int LARGEST = 64 * 1024 * 1024;

  private final Translation translation;
  private final boolean asStream;
  private final WholeMeter meter;

  /**
   * @param asStream whether the client asked for a stream
   */
  TranslatedWhole(
      Exchange exchange,
      Attempt attempt,
      HttpHeaders headers,
      Outgoing outgoing,
      boolean asStream) {
    super(exchange, attempt, headers, LARGEST);
    this.translation = Objects.requireNonNull(outgoing.translation());
    this.asStream = asStream;
    this.meter = new WholeMeter(outgoing.protocol());
    attempt.translates();
  }

  @Override
  void seen(ByteBuf piece) {
    meter.feed(piece);
  }

  @Override
  public void end() {
    if (!meter.isAnswer()) {
      attempt.fail(Failures.notAnAnswer("a success whose body is no answer"));
      return;
    }
    byte[] said;
    List<String> notes = List.of();
    try {
      if (asStream) {
        said = translation.streamOf(held.bytes());
      } else {
        Translation.Whole whole = translation.whole(held.bytes());
        said = whole.body();
        notes = whole.notes();
      }
    } catch (UnreadableAnswerException unreadable) {
      attempt.fail(Failures.notAnAnswer("a success that is no answer of its protocol"));
      return;
    }
    attempt.isWell();
    exchange.contentCame();
    send(said, notes);
  }

  private void send(byte[] said, List<String> notes) {
    ByteBuf body = Unpooled.wrappedBuffer(said);
    digest.add(body);
    exchange.settle(
        End.COMPLETE,
        200,
        meter.read(true),
        AttemptRecord.Outcome.ANSWERED,
        () -> {
          HttpHeaders down = exchange.down(headers, attempt);
          if (asStream) {
            AnswerHeaders.stream(down);
            down.set(HttpHeaderNames.CONTENT_TYPE, translation.streamType());
          } else {
            down.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
            down.set(HttpHeaderNames.CONTENT_LENGTH, said.length);
          }
          AnswerHeaders.ignored(down, translation.ignored());
          AnswerHeaders.notes(down, notes);
          exchange.notes().proof().announce(down);
          exchange.commit(200, down);
          exchange.client().data(body);
          exchange.finish(false);
        });
  }
}
