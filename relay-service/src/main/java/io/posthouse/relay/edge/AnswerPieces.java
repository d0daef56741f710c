package io.posthouse.relay.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of an answer on their way to the client. Small ones that come before the next flush
 * are written as one: each piece costs a frame, three buffers and their way through the pipeline,
 * and a fast stream brings dozens at once. Nothing waits longer than it would have: what is kept
 * here would have waited for that flush. Owns what it keeps. Confined to a loop.
 */
final class AnswerPieces {

  private static final int SMALL = 2 * 1024;
  private static final int MOST = 16 * 1024;

  private @Nullable ByteBuf kept;
  private boolean ours;

  /** Takes a piece over, which goes out with the next {@link #write}, or before it. */
  void add(ChannelHandlerContext ctx, ByteBuf piece) {
    ByteBuf before = kept;
    if (before == null) {
      kept = piece;
      ours = false;
    } else if (piece.readableBytes() > SMALL || before.readableBytes() > MOST - SMALL) {
      write(ctx);
      kept = piece;
      ours = false;
    } else {
      ByteBuf joined = ours ? before : joined(ctx.alloc(), before);
      joined.writeBytes(piece);
      piece.release();
      kept = joined;
      ours = true;
    }
  }

  private static ByteBuf joined(ByteBufAllocator allocator, ByteBuf first) {
    ByteBuf joined = allocator.buffer(MOST, MOST).writeBytes(first);
    first.release();
    return joined;
  }

  /** Writes what is kept. */
  void write(ChannelHandlerContext ctx) {
    ByteBuf piece = kept;
    if (piece != null) {
      kept = null;
      var _ = ctx.write(new DefaultHttpContent(piece), ctx.voidPromise());
    }
  }

  /** Nobody will read it any more. */
  void release() {
    ByteBuf piece = kept;
    if (piece != null) {
      kept = null;
      piece.release();
    }
  }
}
