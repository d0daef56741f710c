package io.posthouse.local.stack;

import io.posthouse.local.home.DiskSpace;
import io.posthouse.local.home.Home;
import io.posthouse.local.home.Ports;
import io.posthouse.local.home.StackException;
import io.posthouse.local.process.Launch;
import io.posthouse.local.process.PartProcess;
import io.posthouse.local.process.PortUse;
import io.posthouse.local.process.ProcessTable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Brings one part to where it runs as it should and answers. */
final class Starts {

  private static final Duration RUNNING_PATIENCE = Duration.ofSeconds(20);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int SHOWN_LINES = 12;

  private final Home home;
  private final Ports ports;
  private final Launches launches;
  private final Readiness readiness;
  private final Options options;
  private final Progress progress;
  private final Clock clock;

  Starts(
      Home home,
      Ports ports,
      Launches launches,
      Readiness readiness,
      Options options,
      Progress progress,
      Clock clock) {
    this.home = home;
    this.ports = ports;
    this.launches = launches;
    this.readiness = readiness;
    this.options = options;
    this.progress = progress;
    this.clock = clock;
  }

  /** A part's process. */
  PartProcess process(Part part) {
    return new PartProcess(home, part.label(), launches.marker(part));
  }

  /**
   * Starts a part, or starts it again, or leaves it alone.
   *
   * @return whether it was started
   * @throws StackException when it does not come up
   */
  boolean bring(Part part) throws InterruptedException {
    long begin = System.nanoTime();
    Launch launch = launches.of(part);
    PartProcess process = process(part);
    boolean ran = process.pid().isPresent();
    if (process.runs(launch.fingerprint(options.environment())) && answersSoon(part)) {
      progress.part(part.label(), "running", Duration.ZERO, part.address(ports));
      return false;
    }
    stop(part);
    requirePorts(part);
    Optional<JvmCommand> untrained = launches.untrained(part);
    if (untrained.isPresent()) {
      progress.detail("writing the start cache of " + part.label() + ", once for each build");
      new Training(home, readiness, options.environment(), clock)
          .run(untrained.get(), launch, process);
      launch = launches.of(part);
    }
    PartProcess.Started started = process.start(launch, options.environment(), clock);
    await(part, started, patience(part));
    progress.part(
        part.label(),
        ran ? "restarted" : "ready",
        Duration.ofNanos(System.nanoTime() - begin),
        part.address(ports));
    return true;
  }

  /** Ends a part, if it runs. Returns whether it did. */
  boolean stop(Part part) throws InterruptedException {
    PartProcess process = process(part);
    boolean ran = process.pid().isPresent();
    process.stop(part == Part.POSTGRESQL ? "INT" : "TERM", GRACE);
    return ran;
  }

  private boolean answersSoon(Part part) throws InterruptedException {
    long end = System.nanoTime() + RUNNING_PATIENCE.toNanos();
    while (!readiness.of(part)) {
      if (System.nanoTime() > end || process(part).pid().isEmpty()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return true;
  }

  /** Refuses to go on where another program has a part's port. */
  void requirePorts(Part part) {
    for (int port : part.ports(ports)) {
      if (!PortUse.isFree(port)) {
        String who =
            PortUse.listener(port).stream()
                .mapToObj(ProcessTable::describe)
                .findFirst()
                .orElse("another program");
        throw new StackException(
            "%s: port %d is taken by %s. Stop it, or set POSTHOUSE_PORT_BASE to move every port (now %d)."
                .formatted(part.label(), port, who, ports.base()));
      }
    }
  }

  private static Duration patience(Part part) {
    return part == Part.KEYCLOAK ? Duration.ofMinutes(5) : Duration.ofMinutes(3);
  }

  private void await(Part part, PartProcess.Started started, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!readiness.of(part)) {
      if (!started.process().isAlive()) {
        String ended = "ended with status " + started.process().exitValue() + " while starting";
        process(part).forget();
        throw failure(part, started, ended);
      }
      if (System.nanoTime() > end) {
        stop(part);
        throw failure(part, started, "was not ready within " + patience.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static StackException failure(Part part, PartProcess.Started started, String what) {
    String text = started.text();
    String why = DiskSpace.ranOut(text) ? ": the disk is full" : "";
    List<String> lines = started.lastLines(SHOWN_LINES);
    return new StackException(
        "%s %s%s.\n  last lines:\n    %s\n  log: %s"
            .formatted(part.label(), what, why, String.join("\n    ", lines), started.log()));
  }

  /** The state of a part in one word. */
  String state(Part part) throws InterruptedException {
    PartProcess process = process(part);
    if (process.pid().isEmpty()) {
      return remembered(part) ? "dead" : "stopped";
    }
    return readiness.of(part) ? "ready" : "starting";
  }

  private boolean remembered(Part part) {
    return Home.read(home.run(part.label() + ".pid")).isPresent();
  }
}
