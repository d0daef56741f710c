package io.posthouse.benchmark.billing;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.benchmark.ProcessUse;
import io.posthouse.benchmark.Spread;
import io.posthouse.servers.KafkaBroker;
import io.posthouse.servers.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The program: prints events per second, and the service's CPU time per event. */
public final class BillingThroughput {

  private static final int WALLETS = 1_000;
  private static final int EVENTS = 100_000;
  private static final int ROUNDS = 3;

  private BillingThroughput() {}

  /** What one round came to: events per second, and microseconds of the service's CPU per event. */
  private record Round(double perSecond, double cpuMicros) {}

  /**
   * @param arguments events of a round (100,000) and rounds (3)
   */
  public static void main(String[] arguments) throws Exception {
    int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : EVENTS;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS;
    Path home = Files.createTempDirectory("posthouse-benchmark-billing");
    try (PostgresServer postgres =
            PostgresServer.start(home.resolve("data"), home.resolve("bin"), 0);
        KafkaBroker kafka = KafkaBroker.start(home.resolve("kafka"), 0, 0)) {
      String database = postgres.jdbcUrl("billing");
      Books books = Books.create(postgres.jdbcUrl("postgres"), database);
      UsageEvents.createTopic(kafka.bootstrapServers());
      String keyset = BillingProcess.keyset();
      UsageEvents load =
          new UsageEvents(UuidCreator.getTimeOrderedEpoch(), UuidCreator.getTimeOrderedEpoch());
      List<Round> results = new ArrayList<>();
      try (BillingProcess billing =
          BillingProcess.start(
              database, kafka.bootstrapServers(), keyset, home.resolve("billing.log"))) {
        books.price(load);
        List<UUID> accounts = books.wallets(WALLETS);
        round(books, billing, load, kafka, "warm-up", accounts, events);
        for (int round = 0; round < rounds; round++) {
          results.add(round(books, billing, load, kafka, "round-" + round, accounts, events));
          System.out.println(results.getLast());
        }
      }
      System.out.printf(
          "events a second: %s, service CPU per event in us: %s, %d wallets, batches of 500%n",
          Spread.of(results.stream().map(Round::perSecond).toList()),
          Spread.of(results.stream().map(Round::cpuMicros).toList()),
          WALLETS);
    }
  }

  /** Sends events; what is measured begins when the last one waits in the topic. */
  private static Round round(
      Books books,
      BillingProcess billing,
      UsageEvents load,
      KafkaBroker kafka,
      String node,
      List<UUID> accounts,
      int events)
      throws Exception {
    load.send(kafka.bootstrapServers(), node, accounts, events);
    long first = books.posted(node);
    long start = System.nanoTime();
    ProcessUse before = ProcessUse.of(List.of(billing.handle().pid()));
    while (books.posted(node) < events) {
      TimeUnit.MILLISECONDS.sleep(250);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long cpu = ProcessUse.of(List.of(billing.handle().pid())).cpuSince(before);
    long measured = events - first;
    return new Round(measured / seconds, (double) cpu / measured);
  }
}
