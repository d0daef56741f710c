package io.posthouse.relay.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.posthouse.relay.protocol.Dialect;
import java.util.concurrent.TimeUnit;

/**
 * A stream's way to the client: what comes before the commit is held, what is forwarded goes into
 * the digest, and a silence is broken with signs of life. Confined to the exchange's loop.
 */
final class Outlet {

  private static final int MOST_HELD = 64 * 1024;
  private static final byte[] PING =
      "event: ping\ndata: {\"type\": \"ping\"}\n\n".getBytes(US_ASCII);
  private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(US_ASCII);

  private final Exchange exchange;
  private final Digest digest;
  private final HeldBytes held = new HeldBytes();
  private boolean open;
  private long lastSent = System.nanoTime();

  Outlet(Exchange exchange) {
    this.exchange = exchange;
    this.digest = exchange.notes().proof().digest();
  }

  /** Does something when the beginning was held for as long as it may be. */
  void whenHeldLongEnough(Runnable then) {
    long hold = exchange.settings().startHold().toNanos();
    var _ = exchange.client().loop().schedule(then, hold, TimeUnit.NANOSECONDS);
  }

  /** Whether the client got its status. */
  boolean isOpen() {
    return open;
  }

  /** How many bytes wait for the commit. */
  int held() {
    return held.size();
  }

  /** Whether no more may wait. */
  boolean isFull() {
    return held.size() > MOST_HELD;
  }

  /** Passes bytes on, or holds them; takes them over. */
  void forward(ByteBuf bytes) {
    counted(bytes);
    if (open) {
      send(bytes);
    } else {
      held.add(bytes);
    }
  }

  /** Bytes of the answer that are sent later; they count now. */
  ByteBuf counted(ByteBuf bytes) {
    digest.add(bytes);
    return bytes;
  }

  /** Sends bytes that have been counted, or that are none of the answer's; takes them over. */
  void send(ByteBuf bytes) {
    lastSent = System.nanoTime();
    exchange.client().data(bytes);
  }

  /** Sends the status, and all that was held. */
  void commit(int status, HttpHeaders down) {
    open = true;
    exchange.notes().proof().announce(down);
    exchange.commit(status, down);
    held.drainTo(this::send);
  }

  /** Whether the client has heard nothing for too long. */
  boolean isSilent() {
    return open && System.nanoTime() - lastSent > exchange.settings().keepAlive().toNanos();
  }

  /** Lets the client hear something; only between events. */
  void signOfLife() {
    boolean anthropic = exchange.call().dialect() == Dialect.ANTHROPIC;
    send(Unpooled.wrappedBuffer(anthropic ? PING : COMMENT));
    exchange.client().flush();
  }

  /** The digest of what was forwarded so far. */
  String digest() {
    return digest.value();
  }

  void release() {
    held.release();
  }
}
