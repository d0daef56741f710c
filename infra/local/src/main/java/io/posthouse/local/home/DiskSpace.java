package io.posthouse.local.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is room, asked before anything is written, and recognised when it runs out after
 * all.
 */
public final class DiskSpace {

  private static final long MIB = 1L << 20;

  private DiskSpace() {}

  /**
   * Refuses to begin where the disk would run full.
   *
   * @param folder where the writing will be; it need not be there yet
   * @param mebibytes what is needed
   * @throws StackException when less is free
   */
  public static void require(Path folder, long mebibytes) {
    Path existing = folder;
    while (existing != null && Files.notExists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null) {
      throw new StackException(folder + ": is on no disk");
    }
    try {
      long free = Files.getFileStore(existing).getUsableSpace() / MIB;
      if (free < mebibytes) {
        throw new StackException(
            "the disk under %s is full: %d MiB free (expected: >= %d MiB)"
                .formatted(folder, free, mebibytes));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Whether a failure, or what caused it, is a disk that ran full. */
  public static boolean ranOut(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (ranOut(String.valueOf(cause.getMessage()))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a log says that the disk ran full. */
  public static boolean ranOut(String text) {
    return text.contains("No space left on device") || text.contains("Disk quota exceeded");
  }
}
