package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.metering.WholeMeter;
import io.posthouse.relay.protocol.Surface;
import io.posthouse.relay.protocol.Vectors;
import io.posthouse.relay.usage.AttemptRecord;
import io.posthouse.relay.usage.Change;
import io.posthouse.relay.usage.End;

/**
 * An answer that is not streamed. Small ones are held until they are whole, so that a broken one
 * can still be had from another upstream; of a large one the last piece waits for the journal.
 */
final class WholeAnswer implements Answer {

  private static final int MOST_BEFORE_COMMIT = 64 * 1024;
  private static final int LARGEST_CONVERTED = 64 * 1024 * 1024;

  private final Exchange exchange;
  private final Attempt attempt;
  private final int status;
  private final HttpHeaders headers;
  private final WholeMeter meter;
  private final Digest digest;
  private final HeldBytes held = new HeldBytes();
  private final boolean converts;
  private boolean committed;
  private boolean over;

  WholeAnswer(Exchange exchange, Attempt attempt, int status, HttpHeaders headers) {
    this.exchange = exchange;
    this.attempt = attempt;
    this.status = status;
    this.headers = headers;
    this.meter = new WholeMeter(exchange.call().protocol());
    this.digest = exchange.notes().proof().digest();
    this.converts = exchange.call().surface() == Surface.EMBEDDINGS;
  }

  @Override
  public void data(ByteBuf piece) {
    if (over) {
      return;
    }
    meter.feed(piece);
    held.add(piece.retainedSlice());
    if (converts) {
      if (held.size() > LARGEST_CONVERTED) {
        attempt.fail(Failures.notAnAnswer("vectors of more than " + LARGEST_CONVERTED + " bytes"));
      }
      return;
    }
    digest.add(piece);
    exchange.contentCame();
    if (!committed && held.size() > MOST_BEFORE_COMMIT) {
      commit(false);
    }
    if (committed) {
      while (held.count() > 1) {
        exchange.client().data(held.poll());
      }
      attempt.pauseIfClientIsSlow();
    }
  }

  private void commit(boolean whole) {
    committed = true;
    attempt.isWell();
    HttpHeaders down = exchange.down(headers, attempt);
    exchange.notes().proof().announce(down);
    if (whole) {
      down.set(HttpHeaderNames.CONTENT_LENGTH, held.size());
    }
    exchange.commit(status, down);
  }

  @Override
  public void readComplete() {
    if (committed) {
      exchange.client().flush();
    }
  }

  @Override
  public void end() {
    if (!committed && !meter.isAnswer()) {
      attempt.fail(Failures.notAnAnswer("a success whose body is no answer"));
      return;
    }
    if (converts) {
      convert();
    }
    over = true;
    exchange.settle(
        End.COMPLETE,
        status,
        meter.read(true),
        AttemptRecord.Outcome.ANSWERED,
        () -> {
          if (!committed) {
            commit(true);
          }
          held.drainTo(exchange.client()::data);
          exchange.finish(false);
        });
  }

  /** Writes vectors the way the client asked for (protocols.md 1.7). */
  private void convert() {
    ByteBuf all = Unpooled.wrappedBuffer(held.bytes());
    byte[] converted = Vectors.converted(all, exchange.call().hints().encodingFormat());
    held.release();
    if (converted != null) {
      exchange.notes().proof().changed(Change.ENCODING);
    }
    ByteBuf answer = converted == null ? all : Unpooled.wrappedBuffer(converted);
    digest.add(answer);
    held.add(answer);
  }

  @Override
  public void broken(AttemptFailure failure) {
    if (!committed) {
      attempt.fail(failure);
      return;
    }
    over = true;
    attempt.broke();
    exchange.settle(End.UPSTREAM_CUT, status, partial(), failure.outcome(), exchange::abort);
  }

  @Override
  public MeterReading partial() {
    return committed ? meter.read(false) : MeterReading.NOTHING;
  }

  @Override
  public void silent() {
    // A body that is not a stream has no place for a sign of life.
  }

  @Override
  public void release() {
    over = true;
    held.release();
  }

  @Override
  public String digest() {
    return digest.value();
  }
}
