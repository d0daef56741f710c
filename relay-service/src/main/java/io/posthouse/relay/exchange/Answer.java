package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.protocol.Refusal;

/**
 * An upstream's answer on its way to the client. Confined to the exchange's loop.
 *
 * <p>Buffers handed in are borrowed; what is kept is retained, and released in {@link #release}.
 */
sealed interface Answer permits StreamAnswer, WholeAnswer, TranslatedStream, HeldAnswer {

  /** A piece has come. */
  void data(ByteBuf piece);

  /** No more for now. */
  void readComplete();

  /** The upstream ended it cleanly. */
  void end();

  /** The upstream's connection broke, or it was silent too long. */
  void broken(AttemptFailure failure);

  /** What was used so far, when the client leaves. */
  MeterReading partial();

  /** No money is left for more of it: a stream ends here, and says why. */
  default void endForMoney(Refusal why) {
    // An answer that is not streamed was paid for before it began.
  }

  /** Called now and then: the time for a sign of life. */
  void silent();

  /** Drops what is held. May be called twice. */
  void release();

  /** The digest of what went to the client. */
  String digest();
}
