package io.posthouse.relay.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the content coding of a request's body: gzip and deflate. What comes out is handed on in
 * pieces of 16 KB before more is made, so that a bomb is noticed before it has grown (resilience.md
 * A23). The JDK's inflater under it holds memory outside the heap until {@link #release}. Confined
 * to a loop.
 */
final class BodyDecoder {

  /** How much larger than it came a body may be, once it is larger than {@link #ANY_RATIO}. */
  private static final long MOST_RATIO = 200;

  private static final long ANY_RATIO = 1024 * 1024;
  private static final int STEP = 16 * 1024;
  private static final int ZLIB_METHOD = 8;

  private static final Set<String> KNOWN = Set.of("gzip", "x-gzip", "deflate");

  private final @Nullable GzipFrame gzip;
  private final byte[] in = new byte[STEP];
  private final byte[] out = new byte[STEP];
  private @Nullable Inflater inflater;
  private long came;
  private long made;

  private BodyDecoder(@Nullable GzipFrame gzip) {
    this.gzip = gzip;
  }

  /** Whether that coding can be undone here. */
  static boolean knows(String coding) {
    return KNOWN.contains(name(coding));
  }

  /** For a coding that is known. */
  static BodyDecoder of(String coding) {
    return new BodyDecoder(name(coding).equals("deflate") ? null : new GzipFrame());
  }

  private static String name(String coding) {
    return coding.strip().toLowerCase(Locale.ROOT);
  }

  /** What became of a piece. */
  enum Decoded {
    WELL,
    /** The taker wants no more. */
    STOPPED,
    /** Far larger than it came. */
    BOMB,
    /** Not of this coding. */
    BROKEN
  }

  /**
   * Undoes a piece.
   *
   * @param piece only read
   * @param taker gets what comes out, only to read, and tells whether it wants more
   */
  Decoded decode(ByteBuf piece, Predicate<ByteBuf> taker) {
    int from = piece.readerIndex();
    Decoded decoded = Decoded.WELL;
    while (from < piece.writerIndex() && decoded == Decoded.WELL) {
      int length = Math.min(in.length, piece.writerIndex() - from);
      piece.getBytes(from, in, 0, length);
      came += length;
      decoded = decode(length, taker);
      from += length;
    }
    return decoded;
  }

  private Decoded decode(int length, Predicate<ByteBuf> taker) {
    int from = 0;
    while (gzip != null && !gzip.isInData() && from < length) {
      if (!gzip.header(in[from++] & 0xff)) {
        return Decoded.BROKEN;
      }
    }
    if (from == length) {
      return Decoded.WELL;
    }
    Inflater running = inflater;
    if (running == null) {
      running = new Inflater(gzip != null || (in[from] & 0x0f) != ZLIB_METHOD);
      inflater = running;
    }
    if (!running.finished()) {
      running.setInput(in, from, length - from);
      Decoded inflated = inflate(running, taker);
      if (inflated != Decoded.WELL || !running.finished()) {
        return inflated;
      }
      from = length - running.getRemaining();
    }
    return trailer(from, length);
  }

  private Decoded inflate(Inflater running, Predicate<ByteBuf> taker) {
    try {
      int length = running.inflate(out);
      while (length > 0) {
        made += length;
        if (gzip != null) {
          gzip.inflated(out, length);
        }
        if (made > ANY_RATIO && made > came * MOST_RATIO) {
          return Decoded.BOMB;
        }
        if (!taker.test(Unpooled.wrappedBuffer(out, 0, length))) {
          return Decoded.STOPPED;
        }
        length = running.inflate(out);
      }
      return running.needsDictionary() ? Decoded.BROKEN : Decoded.WELL;
    } catch (DataFormatException broken) {
      return Decoded.BROKEN;
    }
  }

  private Decoded trailer(int from, int length) {
    for (int i = from; i < length; i++) {
      if (gzip == null || !gzip.trailer(in[i] & 0xff)) {
        return Decoded.BROKEN;
      }
    }
    return Decoded.WELL;
  }

  /** Whether the coding's own end has come. */
  boolean isWhole() {
    Inflater running = inflater;
    return running != null && running.finished() && (gzip == null || gzip.isWhole());
  }

  void release() {
    Inflater running = inflater;
    if (running != null) {
      running.end();
    }
  }
}
