package io.posthouse.relay.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.posthouse.relay.protocol.BadRequestException;
import io.posthouse.relay.protocol.Endpoint;
import io.posthouse.relay.protocol.ModelCall;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.protocol.Refusal.Cause;
import io.posthouse.relay.protocol.RequestPeek;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request's body while it is read: its coding undone, looked at once, and kept in one buffer. A
 * body that is refused is released by the caller. Confined to a loop.
 */
final class RequestBody {

  private final DataPath path;
  private final RequestPeek peek;
  private final BodyBuffer buffer;
  private final @Nullable BodyDecoder decoder;
  private final long expected;
  private @Nullable Refusal refusal;

  /**
   * @param decoder null when the body is as it is
   * @param length by the request's content length; -1 when it tells none
   */
  RequestBody(
      DataPath path,
      ByteBufAllocator allocator,
      Endpoint.Call call,
      @Nullable BodyDecoder decoder,
      long length) {
    this.path = path;
    this.peek = new RequestPeek(call);
    this.buffer = BodyBuffer.empty(allocator, path.budget(), path.bodyLimit());
    this.decoder = decoder;
    this.expected = decoder == null ? length : -1;
  }

  /** Of a body larger than the limit. */
  static Refusal tooLarge(DataPath path) {
    return Refusal.of(
        Cause.TOO_LARGE,
        "The body is too large (expected: at most " + path.bodyLimit() + " bytes)");
  }

  /**
   * Takes a piece.
   *
   * @return why no more is taken; null when all is well
   * @throws BadRequestException as soon as it is known not to be JSON
   */
  @Nullable Refusal take(ByteBuf piece) {
    BodyDecoder coded = decoder;
    if (coded == null) {
      keep(piece);
      return refusal;
    }
    return switch (coded.decode(piece, this::keep)) {
      case WELL, STOPPED -> refusal;
      case NO_MEMORY -> noMemory();
      case BOMB -> tooLarge(path);
      case BROKEN -> broken();
    };
  }

  private static Refusal broken() {
    return Refusal.of(Cause.BAD_REQUEST, "content-encoding: the body is not what this says it is.");
  }

  private static Refusal noMemory() {
    return Refusal.of(
        Cause.OVERLOADED, "Too many large calls at once; try again.", Duration.ofSeconds(2));
  }

  private boolean keep(ByteBuf piece) {
    switch (buffer.add(piece, expected)) {
      case YES -> peek.feed(buffer.tail(piece.readableBytes()));
      case TOO_LARGE -> refusal = tooLarge(path);
      case NO_MEMORY -> refusal = noMemory();
    }
    return refusal == null;
  }

  /**
   * The call, once the whole body was taken.
   *
   * @throws BadRequestException naming the field
   */
  ModelCall finish() {
    if (decoder != null && !decoder.isWhole()) {
      throw new BadRequestException("", "content-encoding: the body ends in the middle.");
    }
    return peek.finish(buffer.size());
  }

  /** Hands the bytes over. Their memory stays charged until {@link #giveBack}. */
  ByteBuf handOver() {
    if (decoder != null) {
      decoder.release();
    }
    return buffer.handOver();
  }

  void giveBack() {
    buffer.giveBack();
  }

  void release() {
    if (decoder != null) {
      decoder.release();
    }
    buffer.release();
  }
}
