package io.posthouse.relay.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: numbers, encodes, writes in batches, answers. A second one flushes in
 * groups. Nothing that was taken is dropped: a batch that cannot be written is tried until it can.
 */
final class SpoolWriter {

  private static final Logger log = LoggerFactory.getLogger(SpoolWriter.class);
  private static final int BATCH = 512;
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration RETRY = Duration.ofMillis(100);
  private static final Duration DISK_LOOK = Duration.ofSeconds(1);

  private final SpoolSettings settings;
  private final Segments segments;
  private final SpoolFile file;
  private final CallIndex index;
  private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<Long, Long> epochs = new ConcurrentHashMap<>();
  private final Map<Long, Long> stored = new HashMap<>();
  private final Thread thread;
  private final Thread flusher;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
  private long oldest;
  private long closedBytes;
  private long diskSeenAt;
  private boolean marked;
  private volatile int openCalls;
  private volatile long bytes;
  private volatile boolean diskLow;
  private volatile boolean failing;
  private volatile boolean stopping;
  private volatile boolean dirty;
  private volatile Place written;
  private volatile Place shipped;

  /** What was handed over at once, and is answered at once. */
  private record Entry(List<Spool.Line> lines, CompletableFuture<Void> done) {}

  SpoolWriter(SpoolSettings settings, Segments segments, SpoolFile file, Recovery recovery)
      throws IOException {
    this.settings = settings;
    this.segments = segments;
    this.file = file;
    this.index = recovery.index();
    this.epochs.putAll(recovery.epochs());
    this.stored.putAll(recovery.epochs());
    this.openCalls = index.open();
    this.closedBytes = recovery.bytes();
    this.bytes = recovery.bytes();
    this.written = file.place();
    this.shipped = segments.cursor();
    List<Long> numbers = segments.numbers();
    this.oldest = numbers.isEmpty() ? file.number() : numbers.getFirst();
    this.thread = Thread.ofPlatform().name("spool-writer").daemon().unstarted(this::run);
    this.flusher = Thread.ofPlatform().name("spool-flusher").daemon().unstarted(this::flush);
    this.diskSeenAt = System.nanoTime() - DISK_LOOK.toNanos();
  }

  void start() throws IOException {
    lookAtDisk();
    thread.start();
    if (settings.sync() == SpoolSettings.Sync.GROUP) {
      flusher.start();
    }
  }

  /** Writes them one behind the other. */
  CompletableFuture<Void> add(List<Spool.Line> lines) {
    Entry entry = new Entry(lines, new CompletableFuture<>());
    waiting.addAndGet(lines.size());
    queue.add(entry);
    return entry.done();
  }

  boolean isBusy() {
    return waiting.get() > settings.mostWaiting() / 2;
  }

  boolean isFull() {
    return failing
        || diskLow
        || stopping
        || bytes >= settings.mostBytes()
        || waiting.get() >= settings.mostWaiting();
  }

  private void run() {
    List<Entry> batch = new ArrayList<>(BATCH);
    while (!stopping || !queue.isEmpty()) {
      try {
        Entry first = queue.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, BATCH - 1);
          write(batch);
          batch.clear();
        }
        tidy();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException failed) {
        log.error("the spool cannot be tidied", failed);
      }
    }
  }

  private void write(List<Entry> batch) throws InterruptedException {
    List<SpoolRecord> records = new ArrayList<>(batch.size());
    int length = 0;
    int lines = 0;
    for (Entry entry : batch) {
      lines += entry.lines().size();
      for (Spool.Line line : entry.lines()) {
        try {
          SpoolRecord record = encode(line);
          records.add(record);
          length += record.frameLength();
        } catch (RuntimeException defect) {
          log.error("a record of call {} cannot be made", line.call(), defect);
        }
      }
    }
    if (buffer.capacity() < length) {
      buffer = ByteBuffer.allocateDirect(Integer.highestOneBit(length) * 2);
    }
    buffer.clear();
    records.forEach(record -> record.writeTo(buffer));
    buffer.flip();
    store(buffer, length);
    for (SpoolRecord record : records) {
      index.take(record.type(), record.call(), file.number());
    }
    openCalls = index.open();
    stored.clear();
    stored.putAll(epochs);
    bytes = closedBytes + file.size();
    written = file.place();
    waiting.addAndGet(-lines);
    batch.forEach(entry -> entry.done().complete(null));
  }

  /** A record that cannot be made is a defect of its maker, and must not stop the others. */
  private SpoolRecord encode(Spool.Line line) {
    long last = epochs.getOrDefault(line.epoch(), 0L);
    long seq = line.type() == SpoolRecord.Type.CLOSE ? last + 1 : last;
    byte[] payload = line.payload().apply(seq);
    if (payload.length > SpoolRecord.LARGEST_PAYLOAD) {
      throw new IllegalArgumentException("payload: " + payload.length + " bytes");
    }
    if (line.type() == SpoolRecord.Type.EPOCH && payload.length > 0) {
      epochs.remove(line.epoch());
    } else {
      epochs.put(line.epoch(), seq);
    }
    boolean numbered =
        line.type() == SpoolRecord.Type.CLOSE || line.type() == SpoolRecord.Type.EPOCH;
    return new SpoolRecord(line.type(), line.epoch(), numbered ? seq : 0, line.call(), payload);
  }

  private void store(ByteBuffer whole, int length) throws InterruptedException {
    while (true) {
      try {
        if (file.size() > 0 && file.size() + length > settings.segmentBytes()) {
          long size = file.size();
          file.roll();
          closedBytes += size;
          marked = false;
        }
        if (!marked) {
          file.append(marks());
          marked = true;
        }
        file.append(whole.rewind());
        if (settings.sync() == SpoolSettings.Sync.ALWAYS) {
          file.flush();
        } else if (!dirty) {
          dirty = true;
          LockSupport.unpark(flusher);
        }
        if (failing) {
          failing = false;
          log.info("the spool can be written again");
        }
        return;
      } catch (IOException failed) {
        if (!failing) {
          failing = true;
          log.error("the spool cannot be written: no new call begins until it can", failed);
        }
        Thread.sleep(RETRY);
      }
    }
  }

  /**
   * The last numbers of all epochs before the batch in hand, so that they are known when the
   * segments before are gone.
   */
  private ByteBuffer marks() {
    ByteBuffer marks = ByteBuffer.allocate(64 * (stored.size() + 1));
    stored.forEach((epoch, seq) -> SpoolRecord.epoch(epoch, seq, false).writeTo(marks));
    return marks.flip();
  }

  /** Deletes what everybody knows of, and looks how much room there is. */
  private void tidy() throws IOException {
    Place done = shipped;
    while (oldest < file.number() && oldest < done.segment() && oldest < index.oldestHeld()) {
      long size = segments.size(oldest);
      segments.delete(oldest);
      closedBytes -= size;
      bytes = closedBytes + file.size();
      oldest++;
    }
    if (System.nanoTime() - diskSeenAt >= DISK_LOOK.toNanos()) {
      lookAtDisk();
    }
  }

  private void lookAtDisk() throws IOException {
    diskSeenAt = System.nanoTime();
    long free = Files.getFileStore(segments.directory()).getUsableSpace();
    boolean low = free < settings.freeBytes();
    if (low != diskLow) {
      log.warn("{} bytes are free on the spool's disk", free);
    }
    diskLow = low;
  }

  /** Flushes what was written, all at once, {@code flushAfter} after the first of it. */
  private void flush() {
    while (!stopping) {
      if (!dirty) {
        LockSupport.park(this);
        continue;
      }
      waitForMore();
      // What is written from here on is flushed by the next round, whatever this one catches.
      dirty = false;
      try {
        file.flush();
      } catch (IOException failed) {
        log.error("the spool cannot be flushed to the disk", failed);
      }
    }
  }

  /** However often it is woken: a flush for each record would cost more than all else. */
  private void waitForMore() {
    long due = System.nanoTime() + settings.flushAfter().toNanos();
    long left = settings.flushAfter().toNanos();
    while (left > 0 && !stopping) {
      LockSupport.parkNanos(this, left);
      left = due - System.nanoTime();
    }
  }

  long lastSeq(long epoch) {
    return epochs.getOrDefault(epoch, 0L);
  }

  Map<Long, Long> epochs() {
    return epochs;
  }

  long bytes() {
    return bytes;
  }

  long mostBytes() {
    return settings.mostBytes();
  }

  Place written() {
    return written;
  }

  void shipped(Place place) {
    shipped = place;
  }

  int openCalls() {
    return openCalls;
  }

  /** Writes what waits and flushes it. */
  void close() throws IOException {
    stopping = true;
    LockSupport.unpark(flusher);
    try {
      thread.join();
      flusher.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    file.close();
  }
}
