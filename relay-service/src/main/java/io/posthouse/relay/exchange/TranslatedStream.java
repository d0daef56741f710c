package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.posthouse.relay.metering.EventKind;
import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.metering.StreamMeter;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.protocol.SseScanner;
import io.posthouse.relay.translation.StreamTranslation;
import io.posthouse.relay.translation.Translation;
import io.posthouse.relay.usage.AttemptRecord;
import io.posthouse.relay.usage.End;
import java.util.Objects;

/**
 * An upstream's stream, said to a client of another protocol: as a stream, or, where the client
 * asked for a whole answer, gathered to one. Metering reads the upstream's own bytes (I2). The
 * beginning waits as in {@link StreamAnswer}; the end waits for the journal.
 */
final class TranslatedStream implements Answer {

  private final Exchange exchange;
  private final Attempt attempt;
  private final HttpHeaders headers;
  private final Translation translation;
  private final StreamTranslation stream;
  private final boolean gathers;
  private final StreamMeter meter;
  private final SseScanner side;
  private final Outlet out;
  private boolean contentSeen;
  private boolean over;

  /**
   * @param gathers whether the client asked for a whole answer
   */
  TranslatedStream(
      Exchange exchange, Attempt attempt, HttpHeaders headers, Outgoing outgoing, boolean gathers) {
    this.exchange = exchange;
    this.attempt = attempt;
    this.headers = headers;
    this.gathers = gathers;
    this.translation = Objects.requireNonNull(outgoing.translation());
    this.stream = gathers ? translation.aggregate() : translation.stream();
    this.meter = StreamMeter.of(outgoing.protocol());
    this.side = new SseScanner(this::meter);
    this.out = new Outlet(exchange);
    attempt.translates();
  }

  void begin() {
    if (!gathers) {
      out.whenHeldLongEnough(this::startHoldIsOver);
    }
  }

  private void startHoldIsOver() {
    if (!over && !out.isOpen()) {
      commit();
      exchange.client().flush();
    }
  }

  private void meter(byte[] bytes, int length, boolean whole, int begin, int end) {
    if (meter.event(bytes, length, whole) == EventKind.CONTENT) {
      contentSeen = true;
      exchange.contentCame();
    }
  }

  @Override
  public void data(ByteBuf bytes) {
    if (over) {
      return;
    }
    int size = bytes.readableBytes();
    side.feed(bytes);
    forward(stream.feed(bytes));
    goOn();
    if (!over && out.isOpen()) {
      exchange.passed(this, size);
    }
  }

  @Override
  public void endForMoney(Refusal why) {
    if (!over && out.isOpen()) {
      over = true;
      endWith(why, End.BALANCE, AttemptRecord.Outcome.CANCELLED);
    }
  }

  private void goOn() {
    switch (stream.phase()) {
      case PRELUDE -> commitIfTooMuch();
      case CONTENT -> {
        if (!gathers && !out.isOpen()) {
          commit();
        }
        if (out.isOpen()) {
          attempt.pauseIfClientIsSlow();
        }
      }
      case COMPLETE -> complete();
      case FAILED ->
          failed(
              Objects.requireNonNullElseGet(stream.failure(), exchange::cut),
              End.UPSTREAM_ERROR,
              AttemptRecord.Outcome.REFUSED);
    }
  }

  private void commitIfTooMuch() {
    if (!gathers && !out.isOpen() && out.isFull()) {
      commit();
    }
  }

  private void forward(byte[] said) {
    if (said.length == 0) {
      return;
    }
    out.forward(Unpooled.wrappedBuffer(said));
  }

  private void commit() {
    attempt.isWell();
    HttpHeaders down = exchange.down(headers, attempt);
    if (gathers) {
      down.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
      down.set(HttpHeaderNames.CONTENT_LENGTH, out.held());
    } else {
      AnswerHeaders.stream(down);
      down.set(HttpHeaderNames.CONTENT_TYPE, translation.streamType());
    }
    AnswerHeaders.ignored(down, translation.ignored());
    out.commit(200, down);
  }

  private void complete() {
    over = true;
    exchange.settle(
        End.COMPLETE,
        200,
        meter.read(),
        AttemptRecord.Outcome.ANSWERED,
        () -> {
          if (!gathers && !out.isOpen()) {
            commit();
          }
          forward(stream.terminal());
          if (!out.isOpen()) {
            commit();
          }
          exchange.finish(false);
        });
  }

  private void failed(Refusal why, End end, AttemptRecord.Outcome outcome) {
    if (!out.isOpen()) {
      over = true;
      attempt.fail(new AttemptFailure(outcome, why, "a stream that failed before any content"));
      return;
    }
    over = true;
    attempt.broke();
    endWith(why, end, outcome);
  }

  private void endWith(Refusal why, End end, AttemptRecord.Outcome outcome) {
    exchange.settle(
        end,
        200,
        partial(),
        outcome,
        () -> {
          out.send(Unpooled.wrappedBuffer(stream.broken(why, exchange.requestId())));
          exchange.finish(true);
        });
  }

  @Override
  public void readComplete() {
    if (out.isOpen()) {
      exchange.client().flush();
    }
  }

  @Override
  public void end() {
    if (over) {
      return;
    }
    lastEvent();
    forward(stream.end());
    if (stream.phase() == StreamTranslation.Phase.COMPLETE) {
      complete();
    } else {
      failed(exchange.cut(), End.UPSTREAM_CUT, AttemptRecord.Outcome.NOT_AN_ANSWER);
    }
  }

  /** An event that no empty line ended. */
  private void lastEvent() {
    if (side.pendingLength() > 0 && !side.isPendingTooLong()) {
      var _ = meter.event(side.pending(), side.pendingLength(), true);
    }
  }

  @Override
  public void broken(AttemptFailure failure) {
    if (!over) {
      failed(
          out.isOpen() ? exchange.cut() : failure.refusal(), End.UPSTREAM_CUT, failure.outcome());
    }
  }

  @Override
  public MeterReading partial() {
    return contentSeen ? meter.read() : MeterReading.NOTHING;
  }

  @Override
  public void silent() {
    if (!over && !gathers && out.isSilent()) {
      out.signOfLife();
    }
  }

  @Override
  public void release() {
    over = true;
    out.release();
  }

  @Override
  public String digest() {
    return out.digest();
  }
}
