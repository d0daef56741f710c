package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.posthouse.relay.caller.Caller;
import io.posthouse.relay.protocol.ModelCall;
import org.jspecify.annotations.Nullable;

/**
 * A request that has arrived whole.
 *
 * @param query with its question mark; empty when there is none
 * @param body taken over by the exchange
 * @param released told when the body was released
 */
public record IncomingCall(
    Caller caller,
    ModelCall call,
    String query,
    HttpHeaders headers,
    ByteBuf body,
    Runnable released) {

  private static final String IDEMPOTENCY_KEY = "idempotency-key";

  /** What the client calls this call, so that it is not made twice at once; null for no name. */
  @Nullable String idempotencyKey() {
    return headers.get(IDEMPOTENCY_KEY);
  }

  void release() {
    body.release();
    released.run();
  }
}
