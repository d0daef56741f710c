package io.posthouse.benchmark.hop;

import io.posthouse.benchmark.Spread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/** The program. {@code infra/benchmark/run} starts it and says what it takes. */
public final class HopBenchmark {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final double HEAP_TARGET = 16 * 1024;

  private final Options options;
  private final List<Row> rows = new ArrayList<>();
  private final MockUpstream upstream = new MockUpstream();

  private HopBenchmark(Options options) {
    this.options = options;
  }

  /**
   * Measures and prints.
   *
   * @param arguments see {@link Options}
   */
  public static void main(String[] arguments) {
    int status = 0;
    try {
      new HopBenchmark(Options.of(arguments)).run();
    } catch (IllegalStateException | UncheckedIOException problem) {
      System.out.println("benchmark: " + problem);
      status = 1;
    }
    System.exit(status);
  }

  private void run() {
    Path folder = temporary();
    List<Requests.Way> ways = Requests.ways();
    try (Neighbours neighbours = new Neighbours(ways.stream().map(Requests.Way::channel).toList());
        NginxServer nginx = new NginxServer(folder, upstream.port());
        RelayServer relay =
            new RelayServer(
                options.relayJar(),
                folder,
                options.log(),
                neighbours.settings(),
                options.relayOptions())) {
      new Catalogue(relay.operatorUrl()).sell(ways, upstream.port());
      Load.pause(Duration.ofSeconds(3));
      header();
      measure(nginx, relay);
      System.out.println("leases asked for: " + neighbours.leases());
      if (options.json() != null) {
        Files.write(options.json(), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(rows));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      upstream.close();
      FileSystemUtils.deleteRecursively(folder.toFile());
    }
  }

  private void measure(NginxServer nginx, RelayServer relay) {
    Rounds rounds = new Rounds(nginx, relay, options.rounds(), options.time());
    for (Workload workload : Workload.all()) {
      if (options.wants(workload.id())) {
        if (workload.way().protocol().equals("anthropic")) {
          Faithful.check(nginx, upstream.port(), workload);
          Faithful.check(relay, upstream.port(), workload);
        }
        tell(rounds.measure(workload));
        System.out.println("         by thread: " + rounds.parts());
      }
    }
    ManyStreams streams = new ManyStreams(upstream);
    int few = Math.max(1, options.rounds() / 2);
    if (options.wants("W4-10")) {
      tell(streams.measure(nginx, relay, Shape.SLOW_10, 10, few, options.time().multipliedBy(2)));
    }
    if (options.wants("W4-50")) {
      tell(streams.measure(nginx, relay, Shape.SLOW_50, 50, few, options.time().multipliedBy(2)));
    }
    if (options.wants("W4-heap")) {
      tellHeap(streams.heapPerStream(relay));
    }
    if (options.wants("W5")) {
      System.out.println(LargeBodies.measure(nginx));
      System.out.println(LargeBodies.measure(relay));
    }
  }

  private static void header() {
    System.out.printf(
        "%-8s %-26s %-15s %-22s %-22s %-18s %s%n",
        "id", "workload", "unit", "nginx", "relay", "ratio", "target");
  }

  private void tell(Row row) {
    rows.add(row);
    System.out.println(row);
  }

  private void tellHeap(double bytes) {
    Spread one = Spread.of(List.of(bytes / 1024));
    System.out.printf(
        Locale.ROOT,
        "W4-heap  live heap per idle stream in the relay: %.1f KB %s 16 KB%n",
        one.median(),
        bytes <= HEAP_TARGET ? "<=" : "ABOVE");
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("posthouse-benchmark");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
