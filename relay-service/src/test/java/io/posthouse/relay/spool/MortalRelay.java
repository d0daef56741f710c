package io.posthouse.relay.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A process that does with the spool what the relay does for a call, one call after the other, and
 * dies at one point of one of them without another word: nothing is flushed, no hook runs. What the
 * world saw of it stands in files beside the spool: {@code told} (clients that got their last
 * byte), {@code delivered} (what Kafka has).
 */
final class MortalRelay {

  /** What the kernel says of a process that was killed. */
  static final int KILLED = 137;

  /** Beside the one that dies at the point some calls run and are never closed. */
  private static final int RUNNING = 3;

  private final Path world;
  private final DeathPoint point;
  private final int fatal;
  private final Spool spool;
  private volatile boolean armed;
  private volatile DeathPoint stage = DeathPoint.BEFORE_OPEN;

  private MortalRelay(Path world, DeathPoint point, int fatal, SpoolSettings.Sync sync)
      throws IOException {
    this.world = world;
    this.point = point;
    this.fatal = fatal;
    this.spool = Spool.open(settings(world, sync), MortalFile::new);
  }

  static SpoolSettings settings(Path world, SpoolSettings.Sync sync) {
    return new SpoolSettings(
        world.resolve("spool"), 2_000, 1L << 40, 0, 1_000, sync, Duration.ofMillis(5));
  }

  /** Directory, point, the call that is fatal, sync, epoch. */
  public static void main(String[] arguments) throws Exception {
    MortalRelay relay =
        new MortalRelay(
            Path.of(arguments[0]),
            DeathPoint.valueOf(arguments[1]),
            Integer.parseInt(arguments[2]),
            SpoolSettings.Sync.valueOf(arguments[3]));
    relay.live(Long.parseLong(arguments[4]));
  }

  private void live(long epoch) throws Exception {
    recover();
    Shipper shipper = new Shipper(spool, new FileCourier());
    shipper.start();
    spool.began(epoch);
    for (int i = 1; i <= RUNNING; i++) {
      open(epoch, epoch + "-running-" + i);
    }
    for (int i = 1; i <= fatal; i++) {
      if (i == fatal) {
        await(shipper::isDone);
        armed = true;
      }
      relay(epoch, epoch + "-" + i);
    }
    await(() -> spool.segments().cursor().equals(spool.written()));
    dieAt(DeathPoint.CURSOR_MOVED);
  }

  private void recover() {
    int closed = 0;
    for (Spool.Unclosed left : spool.unclosed()) {
      spool.close(left.epoch(), left.call(), seq -> left.payload()).join();
      armed = ++closed == 2;
      dieAt(DeathPoint.IN_RECOVERY);
    }
    armed = false;
  }

  private void relay(long epoch, String call) throws IOException {
    dieAt(DeathPoint.BEFORE_OPEN);
    stage = DeathPoint.OPEN_HALF_WRITTEN;
    open(epoch, call);
    dieAt(DeathPoint.AFTER_OPEN);
    stage = DeathPoint.AFTER_PROGRESS;
    Place before = spool.written();
    spool.progress(epoch, call, () -> text(call + " half"));
    await(() -> !spool.written().equals(before));
    dieAt(DeathPoint.AFTER_PROGRESS);
    dieAt(DeathPoint.BEFORE_CLOSE);
    stage = DeathPoint.CLOSE_HALF_WRITTEN;
    spool.close(epoch, call, seq -> text(call + " whole")).join();
    dieAt(DeathPoint.CLOSE_FLUSHED_CLIENT_NOT_TOLD);
    append("told", call);
  }

  private void open(long epoch, String call) {
    int open = spool.openCalls();
    spool.open(epoch, call, () -> text(call + " nothing"));
    await(() -> spool.openCalls() > open);
  }

  private void dieAt(DeathPoint here) {
    if (armed && point == here) {
      Runtime.getRuntime().halt(KILLED);
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private static void await(java.util.function.BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      LockSupport.parkNanos(200_000);
    }
  }

  private synchronized void append(String file, String line) throws IOException {
    Files.writeString(
        world.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Dies within or behind a write. */
  private final class MortalFile extends SpoolFile {

    MortalFile(Segments segments, long number) {
      super(segments, number);
    }

    @Override
    int write(FileChannel out, ByteBuffer bytes, long at) throws IOException {
      if (armed && point == stage && point.name().endsWith("HALF_WRITTEN")) {
        ByteBuffer half = bytes.duplicate();
        out.write(half.limit(half.position() + half.remaining() / 2), at);
        dieAt(stage);
      }
      int written = super.write(out, bytes, at);
      if (stage == DeathPoint.CLOSE_HALF_WRITTEN) {
        dieAt(DeathPoint.CLOSE_WRITTEN_NOT_FLUSHED);
      }
      return written;
    }
  }

  /** Delivers into a file, which outlives the process like Kafka does. */
  private final class FileCourier implements Courier {

    @Override
    public void send(Parcel parcel, Consumer<Exception> delivered) {
      dieAt(DeathPoint.BEFORE_SEND);
      try {
        append(
            "delivered",
            parcel.epoch()
                + " "
                + parcel.seq()
                + " "
                + parcel.call()
                + ": "
                + new String(parcel.event(), UTF_8));
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      dieAt(DeathPoint.SENT_NOT_ACKNOWLEDGED);
      delivered.accept(null);
      dieAt(DeathPoint.ACKNOWLEDGED_CURSOR_NOT_MOVED);
    }

    @Override
    public void close() {
      // Nothing is kept open.
    }
  }
}
