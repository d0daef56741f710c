package io.posthouse.relay.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.posthouse.relay.metering.EventKind;
import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.metering.StreamMeter;
import io.posthouse.relay.protocol.Dialect;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.protocol.SseScanner;
import io.posthouse.relay.translation.StreamTranslation;
import io.posthouse.relay.translation.Translation;
import io.posthouse.relay.usage.AttemptRecord;
import io.posthouse.relay.usage.Change;
import io.posthouse.relay.usage.End;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * An upstream's stream, said to a client of another protocol: as a stream, or, where the client
 * asked for a whole answer, gathered to one. Metering reads the upstream's own bytes (I2). The
 * beginning waits as in {@link StreamAnswer}; the end waits for the journal.
 */
final class TranslatedStream implements Answer {

  private static final int MOST_BEFORE_COMMIT = 64 * 1024;
  private static final byte[] PING =
      "event: ping\ndata: {\"type\": \"ping\"}\n\n".getBytes(US_ASCII);
  private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(US_ASCII);

  private final Exchange exchange;
  private final Attempt attempt;
  private final HttpHeaders headers;
  private final Translation translation;
  private final StreamTranslation stream;
  private final boolean gathers;
  private final StreamMeter meter;
  private final SseScanner side;
  private final Digest digest;
  private final HeldBytes beforeCommit = new HeldBytes();
  private boolean committed;
  private boolean contentSeen;
  private boolean over;
  private long lastSent = System.nanoTime();

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
    this.digest = exchange.notes().proof().digest();
    exchange.notes().proof().changed(Change.TRANSLATED);
  }

  void begin() {
    if (!gathers) {
      var _ =
          exchange
              .client()
              .loop()
              .schedule(
                  this::startHoldIsOver,
                  exchange.settings().startHold().toNanos(),
                  TimeUnit.NANOSECONDS);
    }
  }

  private void startHoldIsOver() {
    if (!over && !committed) {
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
    if (!over && committed) {
      exchange.passed(this, size);
    }
  }

  @Override
  public void endForMoney(Refusal why) {
    if (!over && committed) {
      over = true;
      endWith(why, End.BALANCE, AttemptRecord.Outcome.CANCELLED);
    }
  }

  private void goOn() {
    switch (stream.phase()) {
      case PRELUDE -> commitIfTooMuch();
      case CONTENT -> {
        if (!gathers && !committed) {
          commit();
        }
        if (committed) {
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
    if (!gathers && !committed && beforeCommit.size() > MOST_BEFORE_COMMIT) {
      commit();
    }
  }

  private void forward(byte[] said) {
    if (said.length == 0) {
      return;
    }
    ByteBuf bytes = Unpooled.wrappedBuffer(said);
    digest.add(bytes);
    if (committed) {
      send(bytes);
    } else {
      beforeCommit.add(bytes);
    }
  }

  private void send(ByteBuf bytes) {
    lastSent = System.nanoTime();
    exchange.client().data(bytes);
  }

  private void commit() {
    committed = true;
    attempt.isWell();
    HttpHeaders down = exchange.down(headers, attempt);
    if (gathers) {
      down.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
      down.set(HttpHeaderNames.CONTENT_LENGTH, beforeCommit.size());
    } else {
      AnswerHeaders.stream(down);
      down.set(HttpHeaderNames.CONTENT_TYPE, translation.streamType());
    }
    AnswerHeaders.ignored(down, translation.ignored());
    exchange.notes().proof().announce(down);
    exchange.commit(200, down);
    beforeCommit.drainTo(this::send);
  }

  private void complete() {
    over = true;
    exchange.settle(
        End.COMPLETE,
        200,
        meter.read(),
        AttemptRecord.Outcome.ANSWERED,
        () -> {
          if (!gathers && !committed) {
            commit();
          }
          forward(stream.terminal());
          if (!committed) {
            commit();
          }
          exchange.finish(false);
        });
  }

  private void failed(Refusal why, End end, AttemptRecord.Outcome outcome) {
    if (!committed) {
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
          send(Unpooled.wrappedBuffer(stream.broken(why, exchange.requestId())));
          exchange.finish(true);
        });
  }

  @Override
  public void readComplete() {
    if (committed) {
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
      failed(committed ? exchange.cut() : failure.refusal(), End.UPSTREAM_CUT, failure.outcome());
    }
  }

  @Override
  public MeterReading partial() {
    return contentSeen ? meter.read() : MeterReading.NOTHING;
  }

  @Override
  public void silent() {
    boolean may = !over && committed && !gathers;
    if (may && System.nanoTime() - lastSent > exchange.settings().keepAlive().toNanos()) {
      boolean anthropic = exchange.call().dialect() == Dialect.ANTHROPIC;
      send(Unpooled.wrappedBuffer(anthropic ? PING : COMMENT));
      exchange.client().flush();
    }
  }

  @Override
  public void release() {
    over = true;
    beforeCommit.release();
  }

  @Override
  public String digest() {
    return digest.value();
  }
}
