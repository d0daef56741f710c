package io.posthouse.local.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A copy of a jar that a build does not touch. */
final class JarCopy {

  private JarCopy() {}

  /**
   * Copies a jar, unless the copy is there. Two parts may ask for the same copy at once: each makes
   * it beside the place, and the last one stays.
   */
  static void make(Path jar, Path copy) throws IOException {
    if (Files.exists(copy)) {
      return;
    }
    Path folder = copy.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path partial = Files.createTempFile(folder, "partial", "");
    Files.copy(jar, partial, StandardCopyOption.REPLACE_EXISTING);
    Files.move(partial, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
