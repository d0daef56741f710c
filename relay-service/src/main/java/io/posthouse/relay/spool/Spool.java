package io.posthouse.relay.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** The spool of one node. Thread-safe; nothing here blocks but {@link #open} and {@link #close}. */
public final class Spool implements AutoCloseable {

  private final SpoolLock lock;
  private final Segments segments;
  private final SpoolWriter writer;
  private final List<Unclosed> unclosed;
  private final Map<Long, Long> earlier;

  private Spool(SpoolLock lock, Segments segments, SpoolWriter writer, Recovery recovery) {
    this.lock = lock;
    this.segments = segments;
    this.writer = writer;
    this.unclosed = recovery.unclosed();
    this.earlier = recovery.epochs();
  }

  /**
   * A call that an earlier process did not close.
   *
   * @param payload the last that was said of it
   */
  public record Unclosed(long epoch, String call, byte[] payload) {}

  /**
   * Opens the spool, reads what is in it and begins to write.
   *
   * @throws IllegalStateException if another process has it
   * @throws IOException if it cannot be read
   */
  public static Spool open(SpoolSettings settings) throws IOException {
    return open(settings, SpoolFile::new);
  }

  /** Makes the file that is written; the tests' own fails. */
  interface FileMaker {
    SpoolFile file(Segments segments, long number);
  }

  static Spool open(SpoolSettings settings, FileMaker files) throws IOException {
    Files.createDirectories(settings.directory());
    SpoolLock lock = SpoolLock.take(settings.directory());
    try {
      Segments segments = new Segments(settings.directory());
      Recovery recovery = Recovery.of(segments);
      SpoolWriter writer =
          new SpoolWriter(
              settings, segments, files.file(segments, recovery.nextSegment()), recovery);
      writer.start();
      return new Spool(lock, segments, writer, recovery);
    } catch (IOException | RuntimeException failed) {
      lock.close();
      throw failed;
    }
  }

  /** Calls that an earlier process did not close, in the order in which they began. */
  public List<Unclosed> unclosed() {
    return unclosed;
  }

  /** Epochs of earlier processes that were not said to be over. */
  public List<Long> earlierEpochs() {
    return List.copyOf(earlier.keySet());
  }

  /** An epoch begins. */
  public void began(long epoch) {
    var _ = write(new Line(SpoolRecord.Type.EPOCH, epoch, "", seq -> new byte[0]));
  }

  /** Everybody knows that an epoch is over: it is told no more. */
  public CompletionStage<Void> over(long epoch) {
    return write(new Line(SpoolRecord.Type.EPOCH, epoch, "", seq -> new byte[] {1}));
  }

  /** What is said of one call. */
  public static final class Line {

    private final SpoolRecord.Type type;
    private final long epoch;
    private final String call;
    private final LongFunction<byte[]> payload;

    private Line(SpoolRecord.Type type, long epoch, String call, LongFunction<byte[]> payload) {
      this.type = type;
      this.epoch = epoch;
      this.call = call;
      this.payload = payload;
    }

    /**
     * It was admitted.
     *
     * @param payload made on the writing thread
     */
    public static Line open(long epoch, String call, Supplier<byte[]> payload) {
      return new Line(SpoolRecord.Type.OPEN, epoch, call, seq -> payload.get());
    }

    /**
     * It goes on.
     *
     * @param payload made on the writing thread
     */
    public static Line progress(long epoch, String call, Supplier<byte[]> payload) {
      return new Line(SpoolRecord.Type.PROGRESS, epoch, call, seq -> payload.get());
    }

    /**
     * It is over.
     *
     * @param payload made on the writing thread, out of the call's number
     */
    public static Line close(long epoch, String call, LongFunction<byte[]> payload) {
      return new Line(SpoolRecord.Type.CLOSE, epoch, call, payload);
    }

    SpoolRecord.Type type() {
      return type;
    }

    long epoch() {
      return epoch;
    }

    String call() {
      return call;
    }

    LongFunction<byte[]> payload() {
      return payload;
    }
  }

  /** Whether so much waits that what may be left out should be. */
  public boolean isBusy() {
    return writer.isBusy();
  }

  /**
   * Writes something down.
   *
   * @return done, on the writing thread, when the record is safe; never fails
   */
  public CompletableFuture<Void> write(Line line) {
    return write(List.of(line));
  }

  /**
   * Writes things down in one piece, in their order.
   *
   * @return done, on the writing thread, when all of them are safe; never fails
   */
  public CompletableFuture<Void> write(List<Line> lines) {
    return writer.add(lines);
  }

  /** The same as to write {@link Line#open}. */
  public CompletionStage<Void> open(long epoch, String call, Supplier<byte[]> payload) {
    return write(Line.open(epoch, call, payload));
  }

  /** The same as to write {@link Line#progress}. */
  public void progress(long epoch, String call, Supplier<byte[]> payload) {
    var _ = write(Line.progress(epoch, call, payload));
  }

  /** The same as to write {@link Line#close}. */
  public CompletableFuture<Void> close(long epoch, String call, LongFunction<byte[]> payload) {
    return write(Line.close(epoch, call, payload));
  }

  /** Whether no new call should begin. */
  public boolean isFull() {
    return writer.isFull();
  }

  /** The last number that an epoch has given out. */
  public long lastSeq(long epoch) {
    return writer.lastSeq(epoch);
  }

  /** How many calls have no CLOSE yet. */
  public int openCalls() {
    return writer.openCalls();
  }

  /** Where the next record will stand. */
  public Place written() {
    return writer.written();
  }

  /** How much is in the spool, in bytes. */
  public long bytes() {
    return writer.bytes();
  }

  /** How much may be. */
  public long mostBytes() {
    return writer.mostBytes();
  }

  /** Epochs that have given out numbers here and are not over. */
  public Map<Long, Long> epochs() {
    return new TreeMap<>(writer.epochs());
  }

  Segments segments() {
    return segments;
  }

  void shipped(Place place) {
    writer.shipped(place);
  }

  /** Writes what waits, flushes, and lets another process have it. */
  @Override
  public void close() throws IOException {
    writer.close();
    lock.close();
  }
}
