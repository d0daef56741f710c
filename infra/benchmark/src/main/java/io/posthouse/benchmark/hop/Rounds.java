package io.posthouse.benchmark.hop;

import io.posthouse.benchmark.ProcessUse;
import io.posthouse.benchmark.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures one workload: nginx, relay, nginx, relay ... */
final class Rounds {

  private static final Duration SETTLE = Duration.ofMillis(300);
  private static final int MOST_WARM_UPS = 60;
  private static final double WARM = 0.03;

  private final Server nginx;
  private final Server relay;
  private final int rounds;
  private final Duration time;
  private ThreadUse parts = ThreadUse.NONE;
  private long partUnits;

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
    parts = ThreadUse.NONE;
    partUnits = 0;
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

  /** What the relay's threads used in the last measurement, each for a unit of it. */
  String parts() {
    return parts.perUnit(partUnits);
  }

  /**
   * Until the JVM's compilers take less than 3% of its CPU time in two rounds running. The cost
   * itself says less: it varies by more than that from round to round on a shared machine, and
   * stands still for a while when the compilers have much to do.
   */
  private void warmUp(Workload workload, Requests requests) {
    int warm = 0;
    for (int i = 0; i < MOST_WARM_UPS && warm < 2; i++) {
      ThreadUse before = relay.threads();
      micros(relay, workload, requests);
      warm = relay.threads().since(before).compiling() < WARM ? warm + 1 : 0;
    }
  }

  private double micros(Server server, Workload workload, Requests requests) {
    try (Load load = new Load(server.port(), workload.connections(), requests, false)) {
      load.run(SETTLE);
      long answers = load.answers();
      ProcessUse before = server.use();
      ThreadUse threads = server.threads();
      load.run(time);
      long cpu = server.use().cpuSince(before);
      long units = (load.answers() - answers) * workload.perAnswer();
      if (units == 0) {
        throw new IllegalStateException(server.name() + ": no answers to " + workload.id());
      }
      ThreadUse used = server.threads().since(threads);
      parts = parts.plus(used);
      partUnits += used.equals(ThreadUse.NONE) ? 0 : units;
      return (double) cpu / units;
    }
  }
}
