package io.posthouse.relay.edge;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;

/**
 * zstd, by its own library: one frame, without a dictionary, with a window of at most 8 MB (RFC
 * 9659).
 */
final class ZstdCoding implements Coding {

  private static final long LARGEST_WINDOW = 8L * 1024 * 1024;

  private final ZstdHeader header = new ZstdHeader();
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final ByteBuf inMemory = ByteBufAllocator.DEFAULT.directBuffer(STEP, STEP);
  private final ByteBuf outMemory = ByteBufAllocator.DEFAULT.directBuffer(STEP, STEP);
  private final ByteBuffer input = inMemory.nioBuffer(0, STEP);
  private final ByteBuffer output = outMemory.nioBuffer(0, STEP);
  private final byte[] out = new byte[STEP];
  private boolean ended;

  @Override
  public void undo(byte[] in, int length, Sink sink) throws BrokenCodingException {
    int from = 0;
    if (!header.isWhole()) {
      while (from < length && !header.isWhole()) {
        header.add(in[from++]);
      }
      if (!header.isWhole() || !begin(sink)) {
        return;
      }
    }
    push(in, from, length - from, sink);
  }

  private boolean begin(Sink sink) throws BrokenCodingException {
    long window = header.window();
    if (window > LARGEST_WINDOW) {
      throw new BrokenCodingException();
    }
    return sink.reserve(window) && push(header.bytes(), 0, header.length(), sink);
  }

  private boolean push(byte[] bytes, int from, int length, Sink sink) throws BrokenCodingException {
    input.clear().put(bytes, from, length).flip();
    boolean more = length > 0;
    while (more) {
      if (ended) {
        throw new BrokenCodingException();
      }
      output.clear();
      step();
      int made = output.flip().remaining();
      output.get(out, 0, made);
      if (made > 0 && !sink.take(out, made)) {
        return false;
      }
      more = input.hasRemaining() || (made == STEP && !ended);
    }
    return true;
  }

  private void step() throws BrokenCodingException {
    try {
      ended = context.decompressDirectByteBufferStream(output, input);
    } catch (ZstdException broken) {
      throw new BrokenCodingException();
    }
  }

  @Override
  public boolean isWhole() {
    return ended;
  }

  @Override
  public void release() {
    context.close();
    inMemory.release();
    outMemory.release();
  }
}
