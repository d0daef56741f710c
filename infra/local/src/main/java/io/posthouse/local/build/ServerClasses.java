package io.posthouse.local.build;

import io.posthouse.local.home.Home;
import io.posthouse.local.home.StackException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The class path of the servers that are our own processes (Kafka, the mail sink): the launcher's,
 * with a copy of {@code infra-servers.jar}, so that a build does not touch what runs.
 *
 * @param path the class path
 * @param content what tells it from other builds
 */
public record ServerClasses(String path, String content) {

  private static final String OURS = "infra-servers";

  /** Copies what a build would replace, and puts the class path together. */
  public static ServerClasses copy(Home home) {
    List<Path> entries = new ArrayList<>();
    String content = "";
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path file = Path.of(entry).toAbsolutePath();
      if (file.getFileName().toString().startsWith(OURS) && Files.isRegularFile(file)) {
        content = SourceDigest.ofJar(file);
        entries.add(copied(file, home.apps().resolve("servers-" + content)));
      } else if (file.toString().endsWith(".jar") && !file.startsWith(home.project())) {
        entries.add(file);
      }
    }
    if (content.isEmpty()) {
      throw new StackException(OURS + ".jar is not on the launcher's class path");
    }
    return new ServerClasses(
        String.join(File.pathSeparator, entries.stream().map(Path::toString).toList()), content);
  }

  private static Path copied(Path jar, Path folder) {
    Path copy = folder.resolve(OURS + ".jar");
    try {
      JarCopy.make(jar, copy);
      return copy;
    } catch (IOException failed) {
      throw new StackException(jar + ": cannot be copied: " + Home.reason(failed), failed);
    }
  }
}
