package io.posthouse.relay.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment from an offset on. What is damaged is passed over: the next frame is where magic
 * and checksum agree. Not thread-safe.
 */
final class SegmentReader implements AutoCloseable {

  private static final int CHUNK = 256 * 1024;

  private final FileChannel file;
  private final Set<SpoolRecord.Type> wanted;
  private ByteBuffer buffer = room(CHUNK).limit(0);
  private long filled;
  private long damaged;

  /** Reads everything. */
  SegmentReader(Path path, long offset) throws IOException {
    this(path, offset, EnumSet.allOf(SpoolRecord.Type.class));
  }

  /**
   * Reads records of those types; of others it tells the type alone.
   *
   * @param wanted what somebody needs more of
   */
  SegmentReader(Path path, long offset, Set<SpoolRecord.Type> wanted) throws IOException {
    this.wanted = wanted;
    this.file = FileChannel.open(path, StandardOpenOption.READ);
    this.filled = offset;
  }

  /** The offset behind what was read. */
  long offset() {
    return filled - buffer.remaining();
  }

  /** How many bytes were passed over as damaged. */
  long damaged() {
    return damaged;
  }

  /**
   * The next record.
   *
   * @param until the offset at which reading ends for now
   * @param whole whether nothing will be added: a frame that is not whole is damage then
   * @return null when there is none up to there
   */
  @Nullable SpoolRecord next(long until, boolean whole) throws IOException {
    while (true) {
      SpoolRecord record = SpoolRecord.read(buffer, wanted);
      if (record != null) {
        return record;
      }
      if (needsMore() && fill(until)) {
        continue;
      }
      if ((!whole && needsMore()) || offset() >= until) {
        return null;
      }
      skip();
    }
  }

  /** Whether what stands there could be a frame, or the start of one, that is not all here. */
  private boolean needsMore() {
    int at = buffer.position();
    if (buffer.remaining() < SpoolRecord.HEAD) {
      return true;
    }
    int length = SpoolRecord.bodyLength(buffer, at);
    return length >= 0 && buffer.remaining() < SpoolRecord.HEAD + length;
  }

  private boolean fill(long until) throws IOException {
    if (filled >= until) {
      return false;
    }
    int frame = SpoolRecord.HEAD + Math.max(0, SpoolRecord.bodyLength(buffer, buffer.position()));
    ByteBuffer more = buffer.capacity() >= frame ? buffer.compact() : room(frame).put(buffer);
    more.limit((int) Math.min(more.capacity(), more.position() + (until - filled)));
    int got = 0;
    while (more.hasRemaining()) {
      int read = file.read(more, filled);
      if (read < 0) {
        break;
      }
      filled += read;
      got += read;
    }
    buffer = more.flip();
    return got > 0;
  }

  private static ByteBuffer room(int frame) {
    return ByteBuffer.allocate(Math.max(CHUNK, frame));
  }

  private void skip() {
    buffer.get();
    damaged++;
    while (buffer.remaining() >= 4 && buffer.getInt(buffer.position()) != SpoolRecord.MAGIC) {
      buffer.get();
      damaged++;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
