package io.posthouse.local.stack;

import io.posthouse.local.home.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The command line of a JVM that runs a part: small, quick to start, and with a start cache (JEP
 * 514) when there is one.
 *
 * <p>The first run of a build records what the cache is made of and writes it when it is told to
 * end; the cache counts once {@link #keep} says that the run ended in order.
 */
record JvmCommand(Home home, Part part, String content, List<String> flags, List<String> target) {

  private static final String CACHE = ".aot";
  private static final String RECORDING = ".recording";

  JvmCommand {
    flags = List.copyOf(flags);
    target = List.copyOf(target);
  }

  /** Arguments that only this part of this state folder has. */
  static List<String> marker(Home home, Part part) {
    UUID folder = UUID.nameUUIDFromBytes(home.folder().toString().getBytes(StandardCharsets.UTF_8));
    return List.of("-Dposthouse.home=" + folder, "-Dposthouse.part=" + part.label());
  }

  /** The program of this JVM. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The whole command line but for the cache. */
  List<String> command() {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(marker(home, part));
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-HeapDumpOnOutOfMemoryError",
            "-Djava.awt.headless=true",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(flags);
    command.addAll(target);
    return command;
  }

  /**
   * The cache's arguments.
   *
   * @param record whether a run without a cache makes one
   */
  List<String> cache(boolean record) {
    if (Files.exists(cacheFile())) {
      return List.of("-XX:AOTCache=" + cacheFile(), "-Xlog:aot=off", "-Xlog:aot*=off");
    }
    return record
        ? List.of("-XX:AOTCacheOutput=" + recording(), "-Xlog:aot=off", "-Xlog:aot*=off")
        : List.of();
  }

  /** What runs of a part recorded for a cache. */
  static List<Path> recordings(Home home, Part part) {
    if (Files.notExists(home.aot())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(home.aot())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(part.label() + "-"))
          .filter(file -> file.toString().endsWith(RECORDING))
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Makes a recording count as a cache. */
  static void keep(Path recording) {
    String name = recording.getFileName().toString();
    Home.move(
        recording,
        recording.resolveSibling(name.substring(0, name.length() - RECORDING.length()) + CACHE));
  }

  private Path cacheFile() {
    return home.aot().resolve(name() + CACHE);
  }

  private Path recording() {
    return home.aot().resolve(name() + RECORDING);
  }

  private String name() {
    String jvm = Runtime.version() + flags.toString();
    String key = UUID.nameUUIDFromBytes(jvm.getBytes(StandardCharsets.UTF_8)).toString();
    return part.label() + "-" + content + "-" + key.substring(0, 8);
  }
}
