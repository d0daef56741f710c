package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.translation.Translation;
import io.posthouse.relay.usage.AttemptRecord;
import io.posthouse.relay.usage.End;

/**
 * An upstream's own words on a bad request: forwarded unmodified (I4), or re-worded for a client of
 * another protocol (3.4), and never tried elsewhere.
 */
final class ErrorAnswer extends HeldAnswer {

  private static final int LARGEST = 1024 * 1024;

  private final int status;

  ErrorAnswer(Exchange exchange, Attempt attempt, int status, HttpHeaders headers) {
    super(exchange, attempt, headers, LARGEST);
    this.status = status;
  }

  @Override
  void seen(ByteBuf piece) {
    digest.add(piece);
  }

  @Override
  public void end() {
    if (status == 400 && attempt.asksForUsage() && held.contains("stream_options")) {
      attempt.againWithoutStreamOptions();
      return;
    }
    attempt.isWell();
    Translation said = attempt.translation();
    Refusal refusal = said == null ? null : said.error(status, held.bytes());
    exchange.settle(
        End.UPSTREAM_ERROR,
        refusal == null ? status : refusal.status(exchange.call().dialect()),
        MeterReading.NOTHING,
        AttemptRecord.Outcome.REFUSED,
        () -> {
          if (refusal != null) {
            held.release();
            exchange.send(refusal);
            return;
          }
          HttpHeaders down = exchange.down(headers, attempt);
          down.set(HttpHeaderNames.CONTENT_LENGTH, held.size());
          exchange.commit(status, down);
          held.drainTo(exchange.client()::data);
          exchange.finish(false);
        });
  }
}
