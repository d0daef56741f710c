package io.posthouse.benchmark.hop;

import java.time.Duration;
import java.util.Locale;

/** W5: eight bodies of 32 MB at once. */
final class LargeBodies {

  private static final int BODIES = 8;
  private static final int BYTES = 32 * 1024 * 1024 - 4096;
  private static final Duration LOOK = Duration.ofMillis(10);

  private LargeBodies() {}

  /** What one server needs for them, in words. */
  static String measure(Server server) {
    Requests.Way way = new Requests.Way("anthropic", Shape.WHOLE);
    Requests requests =
        Requests.of(way.channel(), way.shape(), Requests.prompt(BYTES, false, true));
    long resident = server.use().residentBytes();
    long peak = resident;
    long begun = System.nanoTime();
    double first = 0;
    try (Load load = new Load(server.port(), BODIES, requests, false)) {
      while (load.answers() < BODIES) {
        load.run(LOOK);
        peak = Math.max(peak, server.use().residentBytes());
        if (first == 0 && load.answers() > 0) {
          first = (System.nanoTime() - begun) / 1e9;
        }
      }
    }
    return String.format(
        Locale.ROOT,
        "W5       %d bodies of 32 MB: %-6s %5.0f MB more at the peak, first answer after %.2f s,"
            + " all after %.2f s",
        BODIES,
        server.name(),
        (peak - resident) / 1e6,
        first,
        (System.nanoTime() - begun) / 1e9);
  }
}
