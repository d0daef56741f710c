package io.posthouse.local.stack;

import io.posthouse.local.home.Home;
import io.posthouse.local.process.Launch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs an application once, as far as it is put together but not serving, to make its start cache.
 * With it a start takes less than half the time.
 */
final class Training {

  private static final long PATIENCE_SECONDS = 240;

  private final Home home;
  private final Map<String, String> environment;

  Training(Home home, Map<String, String> environment) {
    this.home = home;
    this.environment = environment;
  }

  /**
   * Makes the cache. An application that cannot be put together gets none: its real start tells
   * why.
   *
   * @param launch how the application is started, without a cache
   */
  void run(JvmCommand command, Launch launch) throws InterruptedException {
    Path recording = home.aot().resolve(command.part().label() + ".recording");
    List<String> line = new ArrayList<>(launch.command());
    line.addAll(1, command.training(recording));
    try {
      Files.createDirectories(home.aot());
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .directory(launch.directory().toFile())
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(home.log(command.part().label() + "-training").toFile());
      builder.environment().clear();
      builder.environment().putAll(launch.environment(environment));
      Process process = builder.start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      } else if (process.exitValue() == 0 && Files.exists(recording)) {
        Home.move(recording, command.cacheFile());
        return;
      }
      Home.delete(recording);
    } catch (IOException failed) {
      // Without a cache the application starts as well, only later.
      Home.delete(recording);
    }
  }
}
