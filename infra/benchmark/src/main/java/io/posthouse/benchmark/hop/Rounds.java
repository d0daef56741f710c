package io.posthouse.benchmark.hop;

import io.posthouse.benchmark.ProcessUse;
import io.posthouse.benchmark.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures one workload: nginx, relay, nginx, relay ... */
final class Rounds {

  private static final Duration SETTLE = Duration.ofMillis(300);
  private static final int WARM_UPS = 5;
  private static final double WARM = 0.03;

  private final Server nginx;
  private final Server relay;
  private final int rounds;
  private final Duration time;
  private boolean cold = true;

  Rounds(Server nginx, Server relay, int rounds, Duration time) {
    this.nginx = nginx;
    this.relay = relay;
    this.rounds = rounds;
    this.time = time;
  }

  /**
   * The measurement.
   *
   * @throws IllegalStateException when a request failed
   */
  Row measure(Workload workload) {
    Requests requests = workload.requests();
    warmUp(workload, requests);
    List<Double> yardstick = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    double before = micros(nginx, workload, requests);
    yardstick.add(before);
    for (int round = 0; round < rounds; round++) {
      double relayed = micros(relay, workload, requests);
      double after = micros(nginx, workload, requests);
      ours.add(relayed);
      yardstick.add(after);
      ratios.add(relayed / ((before + after) / 2));
      before = after;
    }
    return new Row(
        workload.id(),
        workload.what(),
        "us per " + workload.unit(),
        Spread.of(yardstick),
        Spread.of(ours),
        Spread.of(ratios),
        workload.target());
  }

  /** Until its cost changes by less than 3%; the first time for longer, as the JVM is cold. */
  private void warmUp(Workload workload, Requests requests) {
    double last = micros(relay, workload, requests);
    int least = cold ? WARM_UPS : 0;
    cold = false;
    for (int i = 0; i < 2 * WARM_UPS; i++) {
      double now = micros(relay, workload, requests);
      boolean warm = i >= least && Math.abs(now - last) < WARM * last;
      last = now;
      if (warm) {
        return;
      }
    }
  }

  private double micros(Server server, Workload workload, Requests requests) {
    try (Load load = new Load(server.port(), workload.connections(), requests, false)) {
      load.run(SETTLE);
      long answers = load.answers();
      ProcessUse before = server.use();
      load.run(time);
      long cpu = server.use().cpuSince(before);
      long units = (load.answers() - answers) * workload.perAnswer();
      if (units == 0) {
        throw new IllegalStateException(server.name() + ": no answers to " + workload.id());
      }
      return (double) cpu / units;
    }
  }
}
