package io.posthouse.relay.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {

  @TempDir Path directory;

  private SpoolSettings settings(long segment, long most) {
    return new SpoolSettings(
        directory, segment, most, 0, 1_000, SpoolSettings.Sync.GROUP, Duration.ofMillis(5));
  }

  private SpoolSettings settings() {
    return settings(1 << 20, 1 << 30);
  }

  @Test
  void numbersClosedCallsWithoutAGapAndShipsThemInOrder() throws Exception {
    // Given
    MemoryCourier courier = new MemoryCourier();
    try (Spool spool = Spool.open(settings());
        Shipper shipper = new Shipper(spool, courier)) {
      shipper.start();

      // When
      for (int i = 1; i <= 100; i++) {
        spool.open(7, "call-" + i, () -> text("open"));
        spool.close(7, "call-" + i, seq -> text("close " + seq)).join();
      }

      // Then
      awaitDone(shipper);
      assertThat(courier.seqs(7)).containsExactlyElementsOf(numbers(100));
      assertThat(courier.events().getLast()).isEqualTo("close 100");
      assertThat(spool.openCalls()).isZero();
    }
  }

  @Test
  void m7ASecondProcessCannotHaveIt() throws Exception {
    try (Spool first = Spool.open(settings())) {
      assertThat(first.isFull()).isFalse();
      assertThatThrownBy(() -> Spool.open(settings()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in use by another relay");
    }
    Spool.open(settings()).close();
  }

  @Test
  void whatWasOpenWhenAProcessDiedIsClosedByTheNextUnderItsOwnEpoch() throws Exception {
    // Given: a process that numbered three calls and died with two running
    try (Spool spool = Spool.open(settings())) {
      for (int i = 1; i <= 3; i++) {
        spool.open(4, "done-" + i, () -> text("open"));
        spool.close(4, "done-" + i, seq -> text("close")).join();
      }
      spool.open(4, "early", () -> text("nothing"));
      spool.open(4, "late", () -> text("nothing"));
      spool.progress(4, "late", () -> text("half"));
    }

    // When
    MemoryCourier courier = new MemoryCourier();
    try (Spool spool = Spool.open(settings());
        Shipper shipper = new Shipper(spool, courier)) {
      shipper.start();
      assertThat(spool.earlierEpochs()).containsExactly(4L);
      assertThat(spool.unclosed())
          .extracting(it -> it.call() + ": " + new String(it.payload(), UTF_8))
          .containsExactly("early: nothing", "late: half");
      spool.began(5);
      spool
          .unclosed()
          .forEach(it -> spool.close(it.epoch(), it.call(), seq -> it.payload()).join());
      awaitDone(shipper);

      // Then
      assertThat(courier.seqs(4)).containsExactlyElementsOf(numbers(5));
      assertThat(spool.lastSeq(4)).isEqualTo(5);
      spool.over(4).toCompletableFuture().join();
    }
    try (Spool spool = Spool.open(settings())) {
      assertThat(spool.unclosed()).isEmpty();
      assertThat(spool.earlierEpochs()).containsExactly(5L);
    }
  }

  @Test
  void anEpochsLastNumberOutlivesTheSegmentsThatHeldIt() throws Exception {
    // Given: small segments, all shipped and deleted but the last
    MemoryCourier courier = new MemoryCourier();
    try (Spool spool = Spool.open(settings(500, 1 << 20));
        Shipper shipper = new Shipper(spool, courier)) {
      shipper.start();
      for (int i = 0; i < 50; i++) {
        spool.close(9, "call-" + i, seq -> new byte[100]).join();
      }
      spool.open(9, "running", () -> new byte[400]);
      awaitDone(shipper);
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(segments()).hasSizeLessThanOrEqualTo(2));
    }

    // When // Then
    try (Spool spool = Spool.open(settings())) {
      assertThat(spool.lastSeq(9)).isEqualTo(50);
      spool.close(9, "running", seq -> text("" + seq)).join();
      assertThat(spool.lastSeq(9)).isEqualTo(51);
    }
  }

  @Test
  void aSegmentThatARunningCallBeganInStays() throws Exception {
    MemoryCourier courier = new MemoryCourier();
    try (Spool spool = Spool.open(settings(500, 1 << 20));
        Shipper shipper = new Shipper(spool, courier)) {
      shipper.start();
      spool.open(1, "long", () -> text("open"));
      for (int i = 0; i < 30; i++) {
        spool.close(1, "short-" + i, seq -> new byte[100]).join();
      }
      awaitDone(shipper);
      int held = segments().size();
      assertThat(held).isGreaterThan(5);
      spool.close(1, "long", seq -> text("close")).join();
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(segments()).hasSizeLessThan(held).hasSizeLessThan(4));
    }
  }

  @Test
  void m2WhatCannotBeSentWaitsOnDiskAndArrivesOnceEachInOrderWhenItCan() throws Exception {
    // Given
    MemoryCourier courier = new MemoryCourier();
    courier.refuse(true);
    try (Spool spool = Spool.open(settings(4_000, 1 << 24));
        Shipper shipper = new Shipper(spool, courier)) {
      shipper.start();

      // When
      int calls = 5_000;
      List<CompletableFuture<Void>> closed = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        closed.add(spool.close(1, "call-" + i, seq -> new byte[40]));
      }
      CompletableFuture.allOf(closed.toArray(CompletableFuture[]::new)).join();
      assertThat(shipper.isDone()).isFalse();
      courier.refuse(false);

      // Then
      await().atMost(Duration.ofSeconds(30)).until(shipper::isDone);
      assertThat(new HashSet<>(courier.seqs(1))).hasSize(calls);
    }
  }

  @Test
  void aShipperThatStopsHalfWaySendsAgainWhatWasNotAcknowledgedAndNothingIsMissing()
      throws Exception {
    Random random = new Random(5);
    Set<Long> arrived = new HashSet<>();
    try (Spool spool = Spool.open(settings(2_000, 1 << 24))) {
      for (int i = 0; i < 500; i++) {
        spool.close(1, "call-" + i, seq -> new byte[random.nextInt(60)]).join();
      }
      for (int round = 0; round < 5; round++) {
        MemoryCourier courier = new MemoryCourier();
        courier.loseOneIn(7, random);
        try (Shipper shipper = new Shipper(spool, courier)) {
          shipper.start();
          int few = 20;
          await()
              .atMost(Duration.ofSeconds(5))
              .until(() -> courier.events().size() >= few || shipper.isDone());
        }
        arrived.addAll(courier.seqs(1));
      }
      MemoryCourier last = new MemoryCourier();
      try (Shipper shipper = new Shipper(spool, last)) {
        shipper.start();
        awaitDone(shipper);
      }
      arrived.addAll(last.seqs(1));
    }
    assertThat(arrived).containsExactlyInAnyOrderElementsOf(numbers(500));
  }

  @Test
  void m6AFullSpoolTakesWhatRunsAndNoNewCall() throws Exception {
    // Given
    try (Spool spool = Spool.open(settings(1_000, 5_000))) {
      spool.open(1, "running", () -> text("open"));
      for (int i = 0; i < 100; i++) {
        spool.close(1, "call-" + i, seq -> new byte[50]).join();
      }

      // When // Then
      assertThat(spool.isFull()).isTrue();
      spool.close(1, "running", seq -> text("close")).join();

      // And there is room again once it is shipped
      MemoryCourier courier = new MemoryCourier();
      try (Shipper shipper = new Shipper(spool, courier)) {
        shipper.start();
        await().atMost(Duration.ofSeconds(5)).until(() -> !spool.isFull());
        awaitDone(shipper);
        assertThat(courier.seqs(1)).hasSize(101);
      }
    }
  }

  @Test
  void recordsOfAShortTimeAreFlushedTogether() throws Exception {
    // Given
    AtomicInteger flushes = new AtomicInteger();
    long began = System.nanoTime();
    try (Spool spool =
        Spool.open(
            settings(),
            (segments, number) ->
                new SpoolFile(segments, number) {
                  @Override
                  void flush() throws IOException {
                    flushes.incrementAndGet();
                    super.flush();
                  }
                })) {

      // When
      for (int i = 1; i <= 300; i++) {
        spool.close(1, "call-" + i, seq -> text("close")).join();
      }

      // Then
      await().atMost(Duration.ofSeconds(5)).until(() -> flushes.get() > 0);
      long groups = Duration.ofNanos(System.nanoTime() - began).dividedBy(settings().flushAfter());
      assertThat(flushes.get()).isLessThanOrEqualTo((int) groups + 1);
    }
  }

  @Test
  void m6ADiskThatFailsLosesNothingAndLetsNoCallIn() throws Exception {
    // Given: a disk that writes half and then fails
    AtomicBoolean fails = new AtomicBoolean();
    try (Spool spool =
        Spool.open(
            settings(),
            (segments, number) ->
                new SpoolFile(segments, number) {
                  @Override
                  int write(FileChannel out, ByteBuffer bytes, long at) throws IOException {
                    if (fails.get()) {
                      ByteBuffer half = bytes.duplicate().limit(bytes.limit() / 2);
                      out.write(half, at);
                      throw new IOException("No space left on device");
                    }
                    return super.write(out, bytes, at);
                  }
                })) {
      spool.close(1, "before", seq -> text("1")).join();

      // When
      fails.set(true);
      CompletableFuture<Void> waiting = spool.close(1, "during", seq -> text("2"));
      await().atMost(Duration.ofSeconds(5)).until(spool::isFull);
      assertThat(waiting).isNotDone();
      fails.set(false);

      // Then
      waiting.get(5, java.util.concurrent.TimeUnit.SECONDS);
      assertThat(spool.isFull()).isFalse();
      spool.close(1, "after", seq -> text("3")).join();
    }
    assertThat(closesOnDisk()).containsExactly("before", "during", "after");
  }

  @Test
  void m6TheLastRecordsTornAtEveryByteLeaveTheOnesBeforeAndGoOn() throws Exception {
    // Given: three records at the end
    try (Spool spool = Spool.open(settings())) {
      for (int i = 1; i <= 6; i++) {
        spool.close(1, "call-" + i, seq -> text("close " + seq)).join();
      }
    }
    Path segment = segments().getFirst();
    byte[] whole = Files.readAllBytes(segment);
    List<Integer> ends = frameEnds(whole);
    int from = ends.get(ends.size() - 4);

    for (int length = from; length <= whole.length; length++) {
      // When
      for (Path file : segments()) {
        Files.delete(file);
      }
      Files.deleteIfExists(directory.resolve("cursor"));
      Files.write(segment, java.util.Arrays.copyOf(whole, length));
      int kept = length;
      long expected = ends.stream().filter(end -> end <= kept).count();

      // Then: whole calls, and the next number follows
      try (Spool spool = Spool.open(settings())) {
        assertThat(spool.lastSeq(1)).isEqualTo(expected);
        spool.close(1, "next", seq -> text("" + seq)).join();
        assertThat(spool.lastSeq(1)).isEqualTo(expected + 1);
      }
      assertThat(closesOnDisk()).hasSize((int) expected + 1).endsWith("next");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aFlippedBitCostsTheRecordItIsInAndNoOther(long seed) throws Exception {
    // Given
    Random random = new Random(seed);
    try (Spool spool = Spool.open(settings())) {
      for (int i = 0; i < 50; i++) {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        spool.close(1, "call-" + i, seq -> noise).join();
      }
    }
    Path segment = segments().getFirst();
    byte[] whole = Files.readAllBytes(segment);
    List<Integer> ends = frameEnds(whole);

    for (int round = 0; round < 200; round++) {
      // When
      byte[] damaged = whole.clone();
      int bit = random.nextInt(damaged.length * 8);
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(segment, damaged);

      // Then
      int hit = (int) ends.stream().filter(end -> end <= bit / 8).count();
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        if (i != hit) {
          expected.add("call-" + i);
        }
      }
      assertThat(closesOnDisk()).isEqualTo(expected);
    }
  }

  @Test
  void aRecordThatCannotBeMadeStopsNoOtherAndTakesNoNumber() throws Exception {
    try (Spool spool = Spool.open(settings())) {
      // When
      CompletableFuture<Void> defect =
          spool.close(
              1,
              "defect",
              seq -> {
                throw new IllegalStateException("a defect");
              });
      CompletableFuture<Void> large = spool.close(1, "large", seq -> new byte[5_000_000]);
      spool.close(1, "next", seq -> text("" + seq)).get(5, java.util.concurrent.TimeUnit.SECONDS);

      // Then
      assertThat(defect).isCompleted();
      assertThat(large).isCompleted();
      assertThat(spool.lastSeq(1)).isEqualTo(1);
    }
    assertThat(closesOnDisk()).containsExactly("next");
  }

  private static void awaitDone(Shipper shipper) {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(5))
        .until(shipper::isDone);
  }

  private List<Path> segments() throws IOException {
    Segments segments = new Segments(directory);
    return segments.numbers().stream().map(segments::file).toList();
  }

  private List<String> closesOnDisk() throws IOException {
    List<String> calls = new ArrayList<>();
    for (Path file : segments()) {
      long size = Files.size(file);
      try (SegmentReader reader = new SegmentReader(file, 0)) {
        for (SpoolRecord record = reader.next(size, true);
            record != null;
            record = reader.next(size, true)) {
          if (record.type() == SpoolRecord.Type.CLOSE) {
            calls.add(record.call());
          }
        }
      }
    }
    return calls;
  }

  private static List<Integer> frameEnds(byte[] file) {
    List<Integer> ends = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(file);
    while (SpoolRecord.read(bytes) != null) {
      ends.add(bytes.position());
    }
    return ends;
  }

  private static List<Long> numbers(int last) {
    return java.util.stream.LongStream.rangeClosed(1, last).boxed().toList();
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }
}
