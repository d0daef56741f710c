package io.posthouse.testing.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program, run to its end in an environment of its own: of this process's variables it sees the
 * path alone, so that no proxy, key or setting of the machine reaches it.
 */
public final class ClientProgram {

  /**
   * How it ended.
   *
   * @param status its exit status; -1 when it was killed for taking too long
   * @param text what it printed, errors included
   */
  public record Outcome(int status, String text) {}

  private final List<String> command;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private @Nullable Path folder;

  private ClientProgram(List<String> command) {
    this.command = command;
    environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    environment.put("LANG", "C.UTF-8");
    environment.put("NO_COLOR", "1");
  }

  /** A program and its arguments. */
  public static ClientProgram of(String... command) {
    return new ClientProgram(List.of(command));
  }

  /** Its working folder. */
  public ClientProgram in(Path workingFolder) {
    folder = workingFolder;
    return this;
  }

  /** More variables. */
  public ClientProgram with(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /**
   * Runs it.
   *
   * @throws AssertionError when it cannot be started
   */
  public Outcome run(Duration patience) {
    try {
      Path printed = Files.createTempFile("client-", ".txt");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(printed.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        if (folder != null) {
          builder.directory(folder.toFile());
        }
        int status = wait(start(builder), patience);
        return new Outcome(status, Files.readString(printed, StandardCharsets.UTF_8));
      } finally {
        Files.deleteIfExists(printed);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException missing) {
      throw new AssertionError(
          command.getFirst() + " cannot be started: " + missing.getMessage(), missing);
    }
  }

  private static int wait(Process process, Duration patience) {
    try {
      if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    return -1;
  }
}
