package io.posthouse.relay.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a process that writes, again and again on the same spool (M1). */
class KilledSpoolTest {

  @TempDir Path directory;

  @Test
  void everyCallThatWasSafeIsThereOnceAndNoNumberIsMissing() throws Exception {
    int rounds = Boolean.getBoolean("posthouse.soak") ? 40 : 3;
    long seed = Long.getLong("posthouse.seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<String> safe = new ArrayList<>();

    // When
    for (int round = 1; round <= rounds; round++) {
      safe.addAll(killed(round, random));
    }

    // Then
    SpoolSettings settings =
        new SpoolSettings(
            directory, 20_000, 1L << 40, 0, 1_000, SpoolSettings.Sync.GROUP, Duration.ofMillis(5));
    Set<String> closed = new HashSet<>();
    TreeMap<Long, TreeSet<Long>> numbers = new TreeMap<>();
    try (Spool spool = Spool.open(settings)) {
      spool
          .unclosed()
          .forEach(it -> spool.close(it.epoch(), it.call(), seq -> it.payload()).join());
    }
    Segments segments = new Segments(directory);
    for (long number : segments.numbers()) {
      try (SegmentReader reader = new SegmentReader(segments.file(number), 0)) {
        long size = segments.size(number);
        for (SpoolRecord record = reader.next(size, true);
            record != null;
            record = reader.next(size, true)) {
          if (record.type() == SpoolRecord.Type.CLOSE) {
            assertThat(closed.add(record.call())).as(record.call()).isTrue();
            numbers.computeIfAbsent(record.epoch(), it -> new TreeSet<>()).add(record.seq());
          }
        }
      }
    }
    assertThat(safe).isNotEmpty();
    assertThat(closed).containsAll(safe);
    numbers.forEach(
        (epoch, seqs) -> {
          assertThat(seqs.first()).isEqualTo(1L);
          assertThat(seqs.last()).as("epoch " + epoch).isEqualTo(seqs.size());
        });
  }

  private List<String> killed(int epoch, Random random) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                KilledWriter.class.getName(),
                directory.toString(),
                Integer.toString(epoch),
                random.nextBoolean() ? "GROUP" : "ALWAYS")
            .redirectErrorStream(true)
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      int until = 1 + random.nextInt(400);
      String line = out.readLine();
      while (line != null && said.size() < until) {
        if (line.startsWith(epoch + "-")) {
          said.add(line);
        }
        line = out.readLine();
      }
      process.destroyForcibly().waitFor();
    }
    return said;
  }
}
