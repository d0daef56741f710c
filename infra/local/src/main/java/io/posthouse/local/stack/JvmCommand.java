package io.posthouse.local.stack;

import io.posthouse.local.home.Home;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The command line of a JVM that runs a part: small, quick to start, and with a start cache (JEP
 * 514) when there is one.
 */
record JvmCommand(Home home, Part part, String content, List<String> flags, List<String> target) {

  JvmCommand {
    flags = List.copyOf(flags);
    target = List.copyOf(target);
  }

  /** A start runs most methods a few times only: compiling those costs more than it brings. */
  private static final List<String> LATE_COMPILER =
      List.of(
          "-XX:Tier3InvocationThreshold=1000",
          "-XX:Tier3MinInvocationThreshold=500",
          "-XX:Tier3CompileThreshold=5000",
          "-XX:Tier3BackEdgeThreshold=120000");

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
    command.addAll(LATE_COMPILER);
    command.addAll(flags);
    command.addAll(target);
    return command;
  }

  /** The cache's argument, when there is a cache. */
  List<String> cache() {
    return Files.exists(cacheFile()) ? List.of("-XX:AOTCache=" + cacheFile()) : List.of();
  }

  /** Where the cache is, or will be. It counts for this build and these flags alone. */
  Path cacheFile() {
    return home.aot().resolve(name() + ".aot");
  }

  private String name() {
    String jvm = Runtime.version() + flags.toString();
    String key = UUID.nameUUIDFromBytes(jvm.getBytes(StandardCharsets.UTF_8)).toString();
    return part.label() + "-" + content + "-" + key.substring(0, 8);
  }
}
