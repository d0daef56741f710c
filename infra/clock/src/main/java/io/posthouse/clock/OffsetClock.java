package io.posthouse.clock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock ahead of another by the duration that a file holds (ISO 8601, {@code PT192H}). The file
 * is looked at no more often than every 200 ms. It moves forward only: a smaller offset than one
 * already seen counts after a restart. Thread-safe.
 */
final class OffsetClock extends Clock {

  private static final long REREAD_NANOS = Duration.ofMillis(200).toNanos();

  private final Clock base;
  private final Path file;
  private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
  private final AtomicLong lastRead;

  OffsetClock(Clock base, Path file) {
    this.base = base;
    this.file = file;
    this.lastRead = new AtomicLong(System.nanoTime() - REREAD_NANOS);
  }

  @Override
  public Instant instant() {
    reread();
    return base.instant().plus(offset.get());
  }

  private void reread() {
    long now = System.nanoTime();
    long last = lastRead.get();
    if (now - last < REREAD_NANOS || !lastRead.compareAndSet(last, now)) {
      return;
    }
    Duration seen = read();
    offset.accumulateAndGet(seen, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  private Duration read() {
    try {
      String text = Files.readString(file).strip();
      return text.isEmpty() ? Duration.ZERO : Duration.parse(text);
    } catch (NoSuchFileException none) {
      return Duration.ZERO;
    } catch (DateTimeParseException malformed) {
      throw new IllegalStateException(file + ": not an ISO 8601 duration", malformed);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public ZoneId getZone() {
    return base.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new OffsetClock(base.withZone(zone), file);
  }
}
