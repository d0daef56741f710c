package io.posthouse.relay.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * One request's body while it arrives: one pooled buffer, grown as needed, charged to the budget by
 * its capacity. Confined to a loop.
 */
final class BodyBuffer {

  private static final int FIRST = 16 * 1024;

  private final ByteBufAllocator allocator;
  private final BodyBudget budget;
  private final int limit;
  private ByteBuf buffer;
  private int charged;

  private BodyBuffer(ByteBufAllocator allocator, BodyBudget budget, int limit) {
    this.allocator = allocator;
    this.budget = budget;
    this.limit = limit;
    this.buffer = allocator.buffer(0);
  }

  /** An empty one. */
  static BodyBuffer empty(ByteBufAllocator allocator, BodyBudget budget, int limit) {
    return new BodyBuffer(allocator, budget, limit);
  }

  /** What became of a piece. */
  enum Added {
    YES,
    TOO_LARGE,
    NO_MEMORY
  }

  /**
   * Copies a piece in.
   *
   * @param expected the body's size by its content length, or -1; allocated in steps, so that a
   *     claim costs nothing
   */
  Added add(ByteBuf piece, long expected) {
    int size = buffer.readableBytes() + piece.readableBytes();
    if (size > limit) {
      return Added.TOO_LARGE;
    }
    if (size > charged && !grow(size, expected)) {
      return Added.NO_MEMORY;
    }
    buffer.writeBytes(piece, piece.readerIndex(), piece.readableBytes());
    return Added.YES;
  }

  private boolean grow(int size, long expected) {
    long doubled = Math.max(size, Math.max(FIRST, 2L * charged));
    long most = expected >= size ? expected : limit;
    int capacity = Math.toIntExact(Math.min(doubled, Math.max(most, size)));
    if (!budget.take(capacity - charged)) {
      return false;
    }
    charged = capacity;
    ByteBuf larger = allocator.buffer(capacity, capacity);
    larger.writeBytes(buffer);
    buffer.release();
    buffer = larger;
    return true;
  }

  /** The part that came with the last {@link #add}, to be looked at. */
  ByteBuf tail(int length) {
    return buffer.slice(buffer.writerIndex() - length, length);
  }

  int size() {
    return buffer.readableBytes();
  }

  /**
   * Hands the body over, unread bytes and all. Its memory stays charged until {@link #giveBack}.
   */
  ByteBuf handOver() {
    ByteBuf whole = buffer;
    buffer = Unpooled.EMPTY_BUFFER;
    return whole;
  }

  /** The body was released. */
  void giveBack() {
    budget.giveBack(charged);
    charged = 0;
  }

  void release() {
    buffer.release();
    buffer = Unpooled.EMPTY_BUFFER;
    giveBack();
  }
}
