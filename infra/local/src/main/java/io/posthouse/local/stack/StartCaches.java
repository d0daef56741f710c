package io.posthouse.local.stack;

import io.posthouse.local.home.Home;
import io.posthouse.local.home.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The start caches of the JVMs: with one a service starts in less than half the time. The first run of a build records
 * what goes into its cache, and the JVM writes it once the application has ended: that takes it some seconds more. What it
 * wrote counts as a cache when it was let to the end.
 */
final class StartCaches {

  /** The end of the name of what is being recorded. */
  static final String RECORDING = ".recording";

  private final Path folder;

  StartCaches(Home home) {
    this.folder = home.aot();
  }

  /** Makes the folder and forgets what a run of this part did not bring to its end. */
  void begin(Part part) {
    try {
      Files.createDirectories(folder);
    } catch (IOException failed) {
      throw new StackException(folder + ": cannot be made: " + Home.reason(failed), failed);
    }
    drop(part);
  }

  /** Whether the part's application has ended and its JVM is writing the cache. */
  boolean isWriting(Part part) {
    // The file is there, and empty, from the start of the JVM on.
    return files(part, RECORDING + ".config").stream().anyMatch(file -> file.toFile().length() > 0);
  }

  /** Makes what was written count. */
  void keep(Part part) {
    for (Path recording : files(part, RECORDING)) {
      String name = recording.getFileName().toString();
      String cache = name.substring(0, name.length() - RECORDING.length()) + ".aot";
      Home.move(recording, folder.resolve(cache));
    }
    drop(part);
  }

  /** Forgets what was written. */
  void drop(Part part) {
    files(part, RECORDING).forEach(Home::delete);
    files(part, RECORDING + ".config").forEach(Home::delete);
  }

  private List<Path> files(Part part, String end) {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(part.label() + "-"))
          .filter(file -> file.toString().endsWith(end))
          .toList();
    } catch (IOException failed) {
      throw new StackException(folder + ": cannot be read: " + Home.reason(failed), failed);
    }
  }
}
