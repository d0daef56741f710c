package io.posthouse.local.build;

import io.posthouse.local.home.DiskSpace;
import io.posthouse.local.home.Home;
import io.posthouse.local.home.StackException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds the modules whose sources changed since their jar was built. {@code
 * target/posthouse.stamp} remembers the sources' digest and the jar's size and time, so that a jar
 * that somebody else built is not taken for ours.
 */
public final class Build {

  private static final Pattern MODULE =
      Pattern.compile("\\[INFO] Building (.+?) \\S+ +\\[(\\d+)/(\\d+)]");

  private final Home home;
  private final Modules modules;
  private final Consumer<String> progress;

  /**
   * @param progress is told what is being built
   */
  public Build(Home home, Modules modules, Consumer<String> progress) {
    this.home = home;
    this.modules = modules;
    this.progress = progress;
  }

  /** Which of these modules have no jar, or one that their sources changed since. */
  public List<String> stale(List<String> folders) {
    return folders.stream().filter(folder -> !stamp(folder).equals(remembered(folder))).toList();
  }

  private Optional<String> stamp(String folder) {
    Path jar = modules.jar(folder);
    try {
      if (Files.notExists(jar)) {
        return Optional.of("no jar");
      }
      return Optional.of(
          SourceDigest.of(home.project(), modules.ingredients(folder))
              + " "
              + Files.size(jar)
              + " "
              + Files.getLastModifiedTime(jar).toMillis());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Optional<String> remembered(String folder) {
    return Home.read(modules.target(folder).resolve("posthouse.stamp"));
  }

  /**
   * Builds modules and what they need.
   *
   * @throws StackException when Maven is missing or the build fails; the message names the log
   */
  public void build(List<String> folders) throws InterruptedException {
    Path log = home.log("build");
    List<String> command =
        new ArrayList<>(List.of(maven(), "-B", "-ntp", "-Pquick", "-Dposthouse.launcher", "-am"));
    command.addAll(List.of("-pl", String.join(",", folders), "package"));
    List<String> before = folders.stream().map(this::sources).toList();
    try {
      Files.writeString(log, String.join(" ", command) + "\n");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(home.project().toFile())
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true);
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      Process process = builder.start();
      Thread ender = new Thread(() -> process.descendants().forEach(ProcessHandle::destroy));
      Runtime.getRuntime().addShutdownHook(ender);
      follow(process, log);
      if (process.waitFor() != 0) {
        throw failed(log);
      }
      Runtime.getRuntime().removeShutdownHook(ender);
    } catch (IOException failed) {
      throw new StackException("the build could not run: " + Home.reason(failed), failed);
    }
    for (int i = 0; i < folders.size(); i++) {
      remember(folders.get(i), before.get(i));
    }
  }

  private String sources(String folder) {
    return SourceDigest.of(home.project(), modules.ingredients(folder));
  }

  /** Keeps the stamp, unless a source changed while it was built. */
  private void remember(String folder, String before) {
    String stamp = stamp(folder).orElseThrow();
    if (stamp.startsWith(before + " ")) {
      Home.write(modules.target(folder).resolve("posthouse.stamp"), stamp + "\n");
    }
  }

  private void follow(Process process, Path log) throws IOException {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Matcher module = MODULE.matcher(line);
        if (module.find()) {
          progress.accept(
              "building %s (%s of %s)"
                  .formatted(module.group(1), module.group(2), module.group(3)));
        }
      }
    }
  }

  private static StackException failed(Path log) throws IOException {
    List<String> errors =
        Files.readAllLines(log).stream()
            .filter(line -> line.startsWith("[ERROR]") && line.length() > "[ERROR] ".length())
            .limit(8)
            .toList();
    String why =
        DiskSpace.ranOut(Files.readString(log)) ? "the disk is full" : "Maven reported errors";
    return new StackException(
        "the build failed: " + why + "\n  " + String.join("\n  ", errors) + "\n  log: " + log);
  }

  private static String maven() {
    Map<String, String> environment = System.getenv();
    String chosen = environment.getOrDefault("POSTHOUSE_MVN", "");
    return chosen.isEmpty() ? "mvn" : chosen;
  }
}
