package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.posthouse.relay.metering.MeterReading;

/**
 * An answer of which nothing goes to the client before it is whole; until then another upstream may
 * be tried.
 */
abstract sealed class HeldAnswer implements Answer permits TranslatedWhole, ErrorAnswer {

  final Exchange exchange;
  final Attempt attempt;
  final HttpHeaders headers;
  final Digest digest;
  final HeldBytes held = new HeldBytes();
  private final int largest;

  /**
   * @param largest how many bytes are held at most
   */
  HeldAnswer(Exchange exchange, Attempt attempt, HttpHeaders headers, int largest) {
    this.exchange = exchange;
    this.attempt = attempt;
    this.headers = headers;
    this.digest = exchange.notes().proof().digest();
    this.largest = largest;
  }

  @Override
  public final void data(ByteBuf piece) {
    if (held.size() + piece.readableBytes() > largest) {
      attempt.fail(Failures.notAnAnswer("an answer of more than " + largest + " bytes"));
      return;
    }
    seen(piece);
    held.add(piece.retainedSlice());
  }

  /** A piece that is held now. */
  abstract void seen(ByteBuf piece);

  @Override
  public final void readComplete() {
    // Nothing is sent before it is whole.
  }

  @Override
  public final void broken(AttemptFailure failure) {
    attempt.fail(failure);
  }

  @Override
  public final MeterReading partial() {
    return MeterReading.NOTHING;
  }

  @Override
  public final void silent() {
    // Nothing has been sent.
  }

  @Override
  public final void release() {
    held.release();
  }

  @Override
  public final String digest() {
    return digest.value();
  }
}
