package io.posthouse.local.stack;

import io.posthouse.local.home.Home;
import io.posthouse.local.process.Launch;
import io.posthouse.local.process.PartProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a part once until it answers, and ends it, to make its start cache: with the cache it starts
 * in half the time. The JVM writes the cache while it ends, which takes longer than the start did.
 */
final class Training {

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration WRITING = Duration.ofMinutes(6);

  private final Home home;
  private final Readiness readiness;
  private final Map<String, String> environment;
  private final Clock clock;

  Training(Home home, Readiness readiness, Map<String, String> environment, Clock clock) {
    this.home = home;
    this.readiness = readiness;
    this.environment = environment;
    this.clock = clock;
  }

  /**
   * Makes the cache. A part that does not come up gets none: its real start tells why.
   *
   * @param launch how the part is started, without a cache
   */
  void run(JvmCommand command, Launch launch, PartProcess process) throws InterruptedException {
    Path recording = home.aot().resolve(command.part().label() + ".recording");
    Home.delete(recording);
    Launch recorded = launch.tunedBy(List.of("-XX:AOTCacheOutput=" + recording));
    PartProcess.Started started = process.start(recorded, environment, clock);
    boolean answered = answers(command.part(), started);
    boolean byItself = process.stop("TERM", answered ? WRITING : Duration.ZERO);
    if (answered && byItself && Files.exists(recording)) {
      Home.move(recording, command.cacheFile());
    }
    Home.delete(recording);
    Home.delete(recording.resolveSibling(recording.getFileName() + ".config"));
  }

  private boolean answers(Part part, PartProcess.Started started) throws InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (!readiness.of(part)) {
      if (!started.process().isAlive() || System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return true;
  }
}
