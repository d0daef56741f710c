package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.metering.WholeMeter;
import io.posthouse.relay.usage.AttemptRecord;
import io.posthouse.relay.usage.End;

/**
 * An answer that is not streamed. Small ones are held until they are whole, so that a broken one
 * can still be had from another upstream; of a large one the last piece waits for the journal.
 */
final class WholeAnswer implements Answer {

  private static final int MOST_BEFORE_COMMIT = 64 * 1024;

  private final Exchange exchange;
  private final Attempt attempt;
  private final int status;
  private final HttpHeaders headers;
  private final WholeMeter meter;
  private final Digest digest = new Digest();
  private final HeldBytes held = new HeldBytes();
  private boolean committed;
  private boolean over;

  WholeAnswer(Exchange exchange, Attempt attempt, int status, HttpHeaders headers) {
    this.exchange = exchange;
    this.attempt = attempt;
    this.status = status;
    this.headers = headers;
    this.meter = new WholeMeter(exchange.call().protocol());
  }

  @Override
  public void data(ByteBuf piece) {
    if (over) {
      return;
    }
    meter.feed(piece);
    digest.add(piece);
    held.add(piece.retainedSlice());
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
    over = true;
    exchange.settle(
        End.COMPLETE,
        status,
        meter.read(true, exchange.estimatedInput()),
        AttemptRecord.Outcome.ANSWERED,
        () -> {
          if (!committed) {
            commit(true);
          }
          held.drainTo(exchange.client()::data);
          exchange.finish(false);
        });
  }

  @Override
  public void broken(AttemptFailure failure) {
    if (!committed) {
      attempt.fail(failure);
      return;
    }
    over = true;
    exchange.settle(End.UPSTREAM_CUT, status, partial(), failure.outcome(), exchange::abort);
  }

  @Override
  public MeterReading partial() {
    return committed ? meter.read(false, exchange.estimatedInput()) : MeterReading.NOTHING;
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
