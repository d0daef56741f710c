package io.posthouse.local.build;

import io.posthouse.local.home.Home;
import io.posthouse.local.home.StackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Spring Boot jar unpacked in the state folder, by content: a build does not touch what runs, and
 * the JVM can keep a start cache for it.
 *
 * @param jar the application's jar; its libraries are beside it
 * @param content what tells it from other builds
 */
public record BootApplication(Path jar, String content) {

  /**
   * Unpacks a jar, unless it is there, and removes what was unpacked of its earlier builds.
   *
   * @param name what it is called in messages and folders
   * @throws StackException when there is no such jar, or it cannot be unpacked
   */
  public static BootApplication unpack(Home home, String name, Path jar)
      throws InterruptedException {
    if (Files.notExists(jar)) {
      throw new StackException(name + ": is not built (" + jar + " is not there)");
    }
    String content = SourceDigest.ofJar(jar);
    Path folder = home.apps().resolve(name + "-" + content);
    if (Files.notExists(folder)) {
      extract(name, jar, folder);
    }
    return new BootApplication(folder.resolve(name + ".jar"), content);
  }

  /** Copies a jar that runs by itself, unless it is there. */
  public static BootApplication copy(Home home, String name, Path jar) {
    if (Files.notExists(jar)) {
      throw new StackException(name + ": is not built (" + jar + " is not there)");
    }
    String content = SourceDigest.ofJar(jar);
    Path copy = home.apps().resolve(name + "-" + content).resolve(name + ".jar");
    try {
      JarCopy.make(jar, copy);
      return new BootApplication(copy, content);
    } catch (IOException failed) {
      throw new StackException(name + ": could not be copied: " + Home.reason(failed), failed);
    }
  }

  private static void extract(String name, Path jar, Path folder) throws InterruptedException {
    Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
    Home.delete(partial);
    try {
      Files.createDirectories(partial);
      Files.copy(jar, partial.resolve(name + ".jar"));
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Djarmode=tools",
                  "-jar",
                  partial.resolve(name + ".jar").toString(),
                  "extract",
                  "--destination",
                  partial.resolve("app").toString())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new StackException(name + ": could not be unpacked: " + said.strip());
      }
      Files.move(partial.resolve("app"), folder, StandardCopyOption.ATOMIC_MOVE);
      Home.delete(partial);
    } catch (IOException failed) {
      throw new StackException(name + ": could not be unpacked: " + Home.reason(failed), failed);
    }
  }

  /** Removes every unpacked application and start cache that is not one of these. */
  public static void removeOthers(Home home, List<String> kept) {
    for (Path folder : List.of(home.apps(), home.aot())) {
      if (Files.exists(folder)) {
        try (Stream<Path> entries = Files.list(folder)) {
          entries
              .filter(entry -> kept.stream().noneMatch(entry.getFileName().toString()::startsWith))
              .forEach(Home::delete);
        } catch (IOException failed) {
          throw new StackException(folder + ": cannot be tidied: " + Home.reason(failed), failed);
        }
      }
    }
  }
}
