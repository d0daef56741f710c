package io.posthouse.relay.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Two processes cannot share a spool; the kernel frees it with the process that had it. */
final class SpoolLock implements AutoCloseable {

  private final FileChannel file;

  private SpoolLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Takes the spool.
   *
   * @throws IllegalStateException if it is taken
   */
  static SpoolLock take(Path directory) throws IOException {
    FileChannel file =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(file) == null) {
      file.close();
      throw new IllegalStateException(
          "posthouse.relay.spool.directory: "
              + directory
              + " is in use by another relay (expected: one of its own for each node)");
    }
    return new SpoolLock(file);
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException ours) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
