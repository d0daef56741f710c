package io.posthouse.relay.spool;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads closed calls back from the spool, in order, and hands them to a courier. What did not
 * arrive is sent again. The cursor moves over the part that arrived without a hole; at most {@value
 * #WINDOW} records are on their way, so a courier that is away costs no memory.
 */
public final class Shipper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Shipper.class);
  private static final Set<SpoolRecord.Type> CLOSED = EnumSet.of(SpoolRecord.Type.CLOSE);
  private static final int WINDOW = 1_024;
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration SAVE = Duration.ofMillis(200);

  private final Spool spool;
  private final Courier courier;
  private final Thread thread;
  private final Deque<OnItsWay> sent = new ArrayDeque<>();
  private final Queue<OnItsWay> again = new ConcurrentLinkedQueue<>();
  private final AtomicInteger arrived = new AtomicInteger();
  private volatile boolean stopping;
  private volatile Place cursor;
  private volatile Place seen;
  private Place saved;
  private long savedAt = System.nanoTime();
  private @Nullable SegmentReader reader;

  private static final class OnItsWay {
    final Courier.Parcel parcel;
    final Place end;
    volatile boolean there;

    OnItsWay(Courier.Parcel parcel, Place end) {
      this.parcel = parcel;
      this.end = end;
    }
  }

  /** A shipper that begins where the last one's cursor stood. */
  public Shipper(Spool spool, Courier courier) {
    this.spool = spool;
    this.courier = courier;
    this.cursor = spool.segments().cursor();
    this.seen = cursor;
    this.saved = cursor;
    this.thread = Thread.ofPlatform().name("spool-shipper").daemon().unstarted(this::run);
  }

  /** Begins. */
  public void start() {
    thread.start();
  }

  private void run() {
    while (!stopping) {
      try {
        boolean idle = !step();
        if (idle) {
          Thread.sleep(LOOK);
        }
      } catch (IOException failed) {
        log.error("the spool cannot be read", failed);
        pause();
      } catch (InterruptedException stopped) {
        return;
      } catch (RuntimeException failed) {
        log.warn("closed calls cannot be sent, they wait: {}", failed.toString());
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException stopped) {
      stopping = true;
    }
  }

  /** Does what there is to do; false when there is nothing. */
  private boolean step() throws IOException {
    boolean moved = advance();
    OnItsWay failed = again.poll();
    if (failed != null) {
      send(failed);
      return true;
    }
    if (sent.size() >= WINDOW) {
      return moved;
    }
    SpoolRecord record = next();
    if (record == null) {
      return moved;
    }
    Place end = new Place(seen.segment(), java.util.Objects.requireNonNull(reader).offset());
    seen = end;
    if (record.type() == SpoolRecord.Type.CLOSE) {
      OnItsWay next =
          new OnItsWay(
              new Courier.Parcel(record.epoch(), record.seq(), record.call(), record.payload()),
              end);
      sent.add(next);
      send(next);
    }
    return true;
  }

  private void send(OnItsWay each) {
    try {
      courier.send(
          each.parcel,
          failed -> {
            if (failed == null) {
              each.there = true;
              arrived.incrementAndGet();
            } else {
              log.warn("a closed call did not arrive, it is sent again: {}", failed.toString());
              again.add(each);
            }
          });
    } catch (RuntimeException refused) {
      again.add(each);
      throw refused;
    }
  }

  /** Moves the cursor over what arrived. */
  private boolean advance() throws IOException {
    boolean moved = false;
    while (!sent.isEmpty() && sent.peek().there) {
      cursor = sent.remove().end;
      moved = true;
    }
    if (sent.isEmpty() && cursor.compareTo(seen) < 0) {
      cursor = seen;
    }
    if (!cursor.equals(saved) && System.nanoTime() - savedAt >= SAVE.toNanos()) {
      save();
    }
    return moved;
  }

  private void save() throws IOException {
    Place now = cursor;
    spool.segments().saveCursor(now);
    saved = now;
    savedAt = System.nanoTime();
    spool.shipped(now);
  }

  /** The next record that was written; null when there is none yet. */
  private @Nullable SpoolRecord next() throws IOException {
    Place end = spool.written();
    while (true) {
      SegmentReader open = reader();
      if (open == null) {
        seen = end.offset() == 0 && seen.compareTo(end) < 0 ? end : seen;
        return null;
      }
      boolean whole = seen.segment() < end.segment();
      long until = whole ? spool.segments().size(seen.segment()) : end.offset();
      SpoolRecord record = open.next(until, whole);
      if (record != null || !whole) {
        return record;
      }
      open.close();
      reader = null;
      seen = new Place(seen.segment() + 1, 0);
    }
  }

  /** The segment to read; those that are gone before it were shipped. */
  private @Nullable SegmentReader reader() throws IOException {
    SegmentReader open = reader;
    if (open != null) {
      return open;
    }
    for (long number : spool.segments().numbers()) {
      if (number >= seen.segment()) {
        seen = number == seen.segment() ? seen : new Place(number, 0);
        open = new SegmentReader(spool.segments().file(number), seen.offset(), CLOSED);
        reader = open;
        return open;
      }
    }
    return null;
  }

  /** Whether everything that was written before this moment has arrived. */
  public boolean isDone() {
    return isPast(spool.written());
  }

  /** Whether everything before that place has arrived. */
  public boolean isPast(Place place) {
    return cursor.compareTo(place) >= 0;
  }

  /** How many records have arrived since the start. */
  public int arrived() {
    return arrived.get();
  }

  /** Stops; what is on its way is sent again by the next one. */
  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    try {
      save();
      SegmentReader open = reader;
      if (open != null) {
        open.close();
      }
    } catch (IOException failed) {
      log.warn("the spool's cursor could not be saved: {}", failed.toString());
    }
    courier.close();
  }
}
