package io.posthouse.relay.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that die at named points of a call's life: nothing is lost, nothing counts twice. */
class MortalRelayTest {

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(DeathPoint.class)
  void m1KilledAtAnyPointEachCallThatBeganIsDeliveredOnceUnderOneNumber(DeathPoint point)
      throws Exception {
    int rounds = Boolean.getBoolean("posthouse.soak") ? 200 : 1;
    long seed = Long.getLong("posthouse.seed", System.nanoTime());
    System.out.println(point + ": seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < rounds; round++) {
      // Given
      Path world = Files.createDirectory(directory.resolve("round-" + round));
      boolean inRecovery = point == DeathPoint.IN_RECOVERY;

      // When
      die(world, inRecovery ? DeathPoint.AFTER_PROGRESS : point, random, 1);
      if (inRecovery) {
        die(world, point, random, 2);
      }
      recover(world, point);

      // Then
      check(world, point);
    }
  }

  @Test
  void m7AnotherProcessCannotHaveIt() throws Exception {
    // Given
    try (Spool ours = Spool.open(MortalRelay.settings(directory, SpoolSettings.Sync.GROUP))) {
      assertThat(ours.isFull()).isFalse();

      // When
      Process other = start(directory, DeathPoint.BEFORE_OPEN, 1, SpoolSettings.Sync.GROUP, 1);
      String said = new String(other.getInputStream().readAllBytes(), UTF_8);

      // Then
      assertThat(other.waitFor()).isEqualTo(1);
      assertThat(said).contains("in use by another relay");
    }
  }

  private static void die(Path world, DeathPoint point, Random random, int epoch)
      throws IOException, InterruptedException {
    boolean flushed = point == DeathPoint.CLOSE_FLUSHED_CLIENT_NOT_TOLD;
    SpoolSettings.Sync sync =
        flushed || random.nextBoolean() ? SpoolSettings.Sync.ALWAYS : SpoolSettings.Sync.GROUP;
    Process process = start(world, point, 1 + random.nextInt(30), sync, epoch);
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(MortalRelay.KILLED);
  }

  private static Process start(
      Path world, DeathPoint point, int fatal, SpoolSettings.Sync sync, int epoch)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            MortalRelay.class.getName(),
            world.toString(),
            point.name(),
            Integer.toString(fatal),
            sync.name(),
            Integer.toString(epoch))
        .redirectErrorStream(true)
        .start();
  }

  /** The next process that lives: closes what was left open and ships it. */
  private static void recover(Path world, DeathPoint point) throws Exception {
    List<Courier.Parcel> parcels = new ArrayList<>();
    Courier courier =
        new Courier() {
          @Override
          public void send(Parcel parcel, java.util.function.Consumer<Exception> delivered) {
            parcels.add(parcel);
            delivered.accept(null);
          }

          @Override
          public void close() {
            // Nothing is kept open.
          }
        };
    try (Spool spool = Spool.open(MortalRelay.settings(world, SpoolSettings.Sync.GROUP));
        Shipper shipper = new Shipper(spool, courier)) {
      spool
          .unclosed()
          .forEach(it -> spool.close(it.epoch(), it.call(), seq -> it.payload()).join());
      assertThat(spool.openCalls()).isZero();
      shipper.start();
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!shipper.isDone()) {
        assertThat(System.nanoTime()).as("%s: not shipped", point).isLessThan(until);
        Thread.onSpinWait();
      }
    }
    List<String> lines = new ArrayList<>();
    for (Courier.Parcel each : parcels) {
      lines.add(
          each.epoch()
              + " "
              + each.seq()
              + " "
              + each.call()
              + ": "
              + new String(each.event(), UTF_8));
    }
    Files.write(
        world.resolve("delivered"),
        lines,
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.APPEND);
  }

  private static void check(Path world, DeathPoint point) throws IOException {
    Map<String, String> charged = new HashMap<>();
    TreeMap<Long, TreeSet<Long>> numbers = new TreeMap<>();
    for (String line : Files.readAllLines(world.resolve("delivered"))) {
      String[] words = line.split("[ :]+", 4);
      String said = words[0] + " " + words[1] + " " + words[3];
      // One that came before is the same one, and counts once.
      assertThat(charged.merge(words[2], said, (before, now) -> before)).as(line).isEqualTo(said);
      numbers
          .computeIfAbsent(Long.valueOf(words[0]), it -> new TreeSet<>())
          .add(Long.valueOf(words[1]));
    }
    numbers.forEach(
        (epoch, seqs) ->
            assertThat(seqs.last())
                .as("%s: a gap in epoch %s", point, epoch)
                .isEqualTo(seqs.size()));
    assertThat(numbers.values().stream().mapToInt(TreeSet::size).sum()).isEqualTo(charged.size());
    Path told = world.resolve("told");
    for (String call : Files.exists(told) ? Files.readAllLines(told) : List.<String>of()) {
      assertThat(charged.get(call)).as("%s: %s", point, call).endsWith(call + " whole");
    }
    assertThat(charged).containsKeys("1-running-1", "1-running-2", "1-running-3");
  }
}
