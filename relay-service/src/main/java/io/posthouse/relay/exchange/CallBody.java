package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import io.posthouse.relay.protocol.BadRequestException;
import io.posthouse.relay.protocol.ModelCall;
import io.posthouse.relay.protocol.Splice;
import io.posthouse.relay.translation.ClientCall;
import io.posthouse.relay.translation.TranslatableCall;
import io.posthouse.relay.translation.Translator;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request's body while somebody needs it: the exchange until its end, and whoever counts its
 * tokens on another thread. Confined to the exchange's loop.
 */
final class CallBody {

  private final IncomingCall incoming;
  private final Translator translator;
  private int users = 1;
  private @Nullable TranslatableCall translatable;

  /** With the exchange as its first user. */
  CallBody(IncomingCall incoming, Translator translator) {
    this.incoming = incoming;
    this.translator = translator;
  }

  ByteBuf bytes() {
    return incoming.body();
  }

  /** Goes on, on the loop, with what was made of it, and keeps it until then. */
  <T> void with(EventLoop loop, CompletionStage<T> made, Consumer<T> then) {
    users++;
    var _ =
        made.thenAccept(
            value ->
                loop.execute(
                    () -> {
                      then.accept(value);
                      leave();
                    }));
  }

  /** A user needs it no more; the last one releases it. */
  void leave() {
    users--;
    if (users == 0) {
      incoming.release();
    }
  }

  /**
   * The request as it can be said in another protocol; read once.
   *
   * @param cap the limit on output that the client did not set; null for none
   * @throws BadRequestException naming a field that none can carry
   */
  TranslatableCall translatable(ByteBufAllocator allocator, @Nullable Long cap) {
    TranslatableCall read = translatable;
    if (read == null) {
      ModelCall call = incoming.call();
      ByteBuf capped = Splice.capped(allocator, bytes(), call, cap);
      byte[] said = ByteBufUtil.getBytes(capped);
      capped.release();
      read = translator.read(ClientCall.of(call.protocol(), call.model(), call.stream(), said));
      translatable = read;
    }
    return read;
  }
}
