package io.posthouse.benchmark.hop;

import io.posthouse.benchmark.ProcessUse;
import io.posthouse.benchmark.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** W4: a thousand streams at once, each with a chunk now and then. */
final class ManyStreams {

  static final int STREAMS = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SETTLE = Duration.ofSeconds(2);

  /**
   * What was seen of one server.
   *
   * @param micros of CPU per chunk
   * @param delay that 99 of 100 chunks stayed below, in milliseconds, client's and upstream's share
   *     included
   * @param resident growth of resident memory per stream, in bytes
   */
  record Seen(double micros, double delay, double resident) {}

  private final MockUpstream upstream;

  ManyStreams(MockUpstream upstream) {
    this.upstream = upstream;
  }

  /**
   * Compares both in rounds.
   *
   * @param perSecond chunks per second and stream
   */
  Row measure(Server nginx, Server relay, Shape shape, int perSecond, int rounds, Duration time) {
    Requests requests = requests(shape);
    see(relay, requests, time);
    List<Double> yardstick = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    double before = told(nginx, requests, time);
    yardstick.add(before);
    for (int round = 0; round < rounds; round++) {
      double relayed = told(relay, requests, time);
      double after = told(nginx, requests, time);
      ours.add(relayed);
      yardstick.add(after);
      ratios.add(relayed / ((before + after) / 2));
      before = after;
    }
    return new Row(
        "W4-" + perSecond,
        STREAMS + " streams, " + perSecond + "/s",
        "us per chunk",
        Spread.of(yardstick),
        Spread.of(ours),
        Spread.of(ratios),
        2);
  }

  private static Requests requests(Shape shape) {
    return Requests.of(
        new Requests.Way("anthropic", shape).channel(), shape, Requests.prompt(1024, true, true));
  }

  private double told(Server server, Requests requests, Duration time) {
    Seen seen = see(server, requests, time);
    System.out.printf(
        java.util.Locale.ROOT,
        "  %-6s %6.1f us per chunk, p99 %6.2f ms late, %7.1f KB resident per stream%n",
        server.name(),
        seen.micros(),
        seen.delay(),
        seen.resident() / 1024);
    return seen.micros();
  }

  private Seen see(Server server, Requests requests, Duration time) {
    long resident = server.use().residentBytes();
    try (Load load = new Load(server.port(), STREAMS, requests, true)) {
      awaitOpen(STREAMS, load);
      load.run(SETTLE);
      load.delays().clear();
      ProcessUse before = server.use();
      long chunks = upstream.slowChunks();
      load.run(time);
      ProcessUse after = server.use();
      return new Seen(
          (double) after.cpuSince(before) / (upstream.slowChunks() - chunks),
          load.delays().quantile(0.99),
          (double) (after.residentBytes() - resident) / STREAMS);
    } finally {
      awaitOpen(0, null);
    }
  }

  /** Live heap that a stream holds in the relay, in bytes. */
  double heapPerStream(RelayServer relay) {
    long empty = relay.liveHeap();
    Requests requests = requests(Shape.SLOW_10);
    try (Load load = new Load(relay.port(), STREAMS, requests, false)) {
      awaitOpen(STREAMS, load);
      load.run(SETTLE);
      return (double) (relay.liveHeap() - empty) / STREAMS;
    } finally {
      awaitOpen(0, null);
    }
  }

  private void awaitOpen(int streams, @org.jspecify.annotations.Nullable Load load) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (upstream.slowOpen() != streams) {
      if (load != null) {
        load.check();
      }
      if (System.nanoTime() - until > 0) {
        throw new IllegalStateException(
            "streams: " + upstream.slowOpen() + " (expected: " + streams + ")");
      }
      Load.pause(Duration.ofMillis(20));
    }
  }
}
