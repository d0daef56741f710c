package io.posthouse.relay.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** The segment that is written. Whole batches stand in it or nothing of them. One thread writes. */
class SpoolFile {

  private final Segments segments;
  private long number;
  private long size;
  private @Nullable FileChannel channel;

  SpoolFile(Segments segments, long number) {
    this.segments = segments;
    this.number = number;
  }

  long number() {
    return number;
  }

  long size() {
    return size;
  }

  /** Where the next record will begin. */
  Place place() {
    return new Place(number, size);
  }

  /** Writes all of it. After a failure the file ends where it ended before. */
  void append(ByteBuffer bytes) throws IOException {
    FileChannel out = channel();
    long before = size;
    try {
      long at = before;
      while (bytes.hasRemaining()) {
        at += write(out, bytes, at);
      }
      size = at;
    } catch (IOException failed) {
      out.truncate(before);
      throw failed;
    }
  }

  /** Seam of the tests for a disk that fails. */
  int write(FileChannel out, ByteBuffer bytes, long at) throws IOException {
    return out.write(bytes, at);
  }

  private FileChannel channel() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      open = segments.create(number);
      channel = open;
    }
    return open;
  }

  /** Brings what was written to the disk. Any thread. */
  void flush() throws IOException {
    FileChannel open = channel;
    if (open != null && open.isOpen()) {
      open.force(false);
    }
  }

  /** Goes on in the next file. */
  void roll() throws IOException {
    close();
    channel = null;
    number++;
    size = 0;
  }

  void close() throws IOException {
    FileChannel open = channel;
    if (open != null) {
      open.force(false);
      open.close();
    }
  }
}
