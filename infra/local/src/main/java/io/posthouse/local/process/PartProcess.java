package io.posthouse.local.process;

import io.posthouse.local.home.Home;
import io.posthouse.local.home.StackException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One part's process: {@code run/PART.pid} holds its number, {@code run/PART.fingerprint} what it
 * was started with.
 */
public final class PartProcess {

  private static final Pattern FRAME = Pattern.compile("^\\s+(at |\\.\\.\\. \\d+ )");
  private static final long LOG_LIMIT = 64L << 20;

  private final Home home;
  private final String part;
  private final Marker marker;

  /** The process of a part, running or not. */
  public PartProcess(Home home, String part, Marker marker) {
    this.home = home;
    this.part = part;
    this.marker = marker;
  }

  /** The running process's number. A file that names another process, or none, is not believed. */
  public OptionalLong pid() {
    OptionalLong remembered =
        Home.read(home.run(part + ".pid")).stream()
            .filter(text -> text.matches("\\d{1,18}"))
            .mapToLong(Long::parseLong)
            .filter(pid -> ProcessTable.is(pid, marker))
            .findFirst();
    return remembered.isPresent() ? remembered : ProcessTable.find(marker);
  }

  /** Whether it runs, and was started in just that way. */
  public boolean runs(String fingerprint) {
    return pid().isPresent()
        && Home.read(home.run(part + ".fingerprint")).filter(fingerprint::equals).isPresent();
  }

  /**
   * Starts the process in a session of its own, so that it outlives the launcher and its terminal.
   *
   * @return the process and where its log begins
   */
  public Started start(Launch launch, Map<String, String> given, Clock clock) {
    Path log = home.log(part);
    try {
      rotate(log);
      Files.writeString(
          log,
          "=== %s: start of %s%n".formatted(clock.instant(), part),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      long begin = Files.size(log);
      List<String> command = new ArrayList<>();
      if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
        command.add("/usr/bin/setsid");
      }
      command.addAll(launch.commandLine());
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(launch.directory().toFile())
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().clear();
      builder.environment().putAll(launch.environment(given));
      Process process = builder.start();
      Home.write(home.run(part + ".pid"), process.pid() + "\n");
      Home.write(home.run(part + ".fingerprint"), launch.fingerprint(given) + "\n");
      return new Started(process, log, begin);
    } catch (IOException failed) {
      throw new StackException(part + " could not be started: " + Home.reason(failed), failed);
    }
  }

  private static void rotate(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Ends the process, if it runs: first by asking, after the grace by force, with the processes it
   * started.
   *
   * @param signal that asks: {@code TERM} or {@code INT}
   * @return whether it ended by itself in time; true when it did not run
   */
  public boolean stop(String signal, Duration grace) throws InterruptedException {
    boolean byItself = true;
    for (OptionalLong pid = pid(); pid.isPresent(); pid = pid()) {
      byItself &= end(pid.getAsLong(), signal, grace);
    }
    forget();
    return byItself;
  }

  private static boolean end(long pid, String signal, Duration grace) throws InterruptedException {
    ProcessHandle process = ProcessHandle.of(pid).orElse(null);
    if (process == null) {
      return true;
    }
    List<ProcessHandle> children = process.descendants().toList();
    signal(pid, signal);
    boolean byItself = waitFor(process, grace);
    if (!byItself) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      waitFor(process, Duration.ofSeconds(10));
    }
    children.stream().filter(ProcessHandle::isAlive).forEach(child -> endChild(child, pid));
    return byItself;
  }

  private static void endChild(ProcessHandle child, long parent) {
    if (child.parent().map(ProcessHandle::pid).orElse(parent) != parent) {
      child.destroy();
    }
  }

  private static boolean waitFor(ProcessHandle process, Duration limit)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (process.isAlive() && !ProcessTable.commandLine(process.pid()).isEmpty()) {
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return true;
  }

  private static void signal(long pid, String signal) throws InterruptedException {
    try {
      new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException noShell) {
      throw new UncheckedIOException(noShell);
    }
  }

  /** Removes what the files remember. */
  public void forget() {
    Home.delete(home.run(part + ".pid"));
    Home.delete(home.run(part + ".fingerprint"));
  }

  /**
   * A process that was just started.
   *
   * @param process itself
   * @param log where it writes
   * @param begin where in the log this start begins, in bytes
   */
  public record Started(Process process, Path log, long begin) {

    /**
     * What it wrote last since it was started, at most that many lines; stack frames say little and
     * are left out.
     */
    public List<String> lastLines(int count) {
      try (Stream<String> lines = text().lines()) {
        List<String> all =
            lines
                .filter(line -> !line.isBlank() && !FRAME.matcher(line).find())
                .map(line -> line.length() > 400 ? line.substring(0, 400) + "..." : line)
                .toList();
        return all.subList(Math.max(0, all.size() - count), all.size());
      }
    }

    /** What it wrote since it was started; the end of it when that is much. */
    public String text() {
      try (java.io.RandomAccessFile file = new java.io.RandomAccessFile(log.toFile(), "r")) {
        long from = Math.max(begin, file.length() - (1 << 18));
        byte[] bytes = new byte[(int) Math.max(0, file.length() - from)];
        file.seek(from);
        file.readFully(bytes);
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
      } catch (IOException unreadable) {
        return "";
      }
    }
  }
}
