package io.posthouse.relay.edge;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Undoes the content coding of a request's body. What comes out is handed on in pieces of 16 KB
 * before more is made, so that a bomb is noticed before it has grown (resilience.md A23); the
 * window of zstd and Brotli is charged to the budget. Holds memory outside the heap until {@link
 * #release}. Confined to a loop.
 */
final class BodyDecoder {

  /** How much larger than it came a body may be, once it is larger than {@link #ANY_RATIO}. */
  private static final long MOST_RATIO = 200;

  private static final long ANY_RATIO = 1024 * 1024;
  private static final Set<String> KNOWN = known();

  private final Coding coding;
  private final BodyBudget budget;
  private final byte[] in = new byte[Coding.STEP];
  private long charged;
  private long came;
  private long made;

  private BodyDecoder(Coding coding, BodyBudget budget) {
    this.coding = coding;
    this.budget = budget;
  }

  /** Where a library does not load, on a machine that it was not built for, its coding is not. */
  private static Set<String> known() {
    Set<String> known = new LinkedHashSet<>(List.of("gzip", "x-gzip", "deflate"));
    try {
      Native.load();
      known.add("zstd");
    } catch (LinkageError unavailable) {
      // The JDK has no other.
    }
    if (Brotli4jLoader.isAvailable()) {
      known.add("br");
    }
    return known;
  }

  /** The codings that can be undone here; the first call loads their libraries. */
  static Set<String> codings() {
    return KNOWN;
  }

  /** Whether that coding can be undone here. */
  static boolean knows(String coding) {
    return KNOWN.contains(name(coding));
  }

  /** For a coding that is known. */
  static BodyDecoder of(String coding, BodyBudget budget) {
    return new BodyDecoder(
        switch (name(coding)) {
          case "deflate" -> InflatedCoding.deflate();
          case "zstd" -> new ZstdCoding();
          case "br" -> new BrotliCoding();
          default -> InflatedCoding.gzip();
        },
        budget);
  }

  private static String name(String coding) {
    return coding.strip().toLowerCase(Locale.ROOT);
  }

  /** What became of a piece. */
  enum Decoded {
    WELL,
    /** The taker wants no more. */
    STOPPED,
    /** Its window does not fit into the budget. */
    NO_MEMORY,
    /** Far larger than it came. */
    BOMB,
    /** Not of this coding. */
    BROKEN
  }

  /** One piece's way through. */
  private final class Passage implements Coding.Sink {
    private final Predicate<ByteBuf> taker;
    private Decoded outcome = Decoded.WELL;

    Passage(Predicate<ByteBuf> taker) {
      this.taker = taker;
    }

    @Override
    public boolean take(byte[] bytes, int length) {
      made += length;
      if (made > ANY_RATIO && made > came * MOST_RATIO) {
        outcome = Decoded.BOMB;
      } else if (!taker.test(Unpooled.wrappedBuffer(bytes, 0, length))) {
        outcome = Decoded.STOPPED;
      }
      return outcome == Decoded.WELL;
    }

    @Override
    public boolean reserve(long bytes) {
      if (budget.take(bytes)) {
        charged += bytes;
      } else {
        outcome = Decoded.NO_MEMORY;
      }
      return outcome == Decoded.WELL;
    }
  }

  /**
   * Undoes a piece.
   *
   * @param piece only read
   * @param taker gets what comes out, only to read, and tells whether it wants more
   */
  Decoded decode(ByteBuf piece, Predicate<ByteBuf> taker) {
    Passage passage = new Passage(taker);
    int from = piece.readerIndex();
    try {
      while (from < piece.writerIndex() && passage.outcome == Decoded.WELL) {
        int length = Math.min(in.length, piece.writerIndex() - from);
        piece.getBytes(from, in, 0, length);
        came += length;
        coding.undo(in, length, passage);
        from += length;
      }
      return passage.outcome;
    } catch (BrokenCodingException broken) {
      return Decoded.BROKEN;
    }
  }

  /** Whether the coding's own end has come. */
  boolean isWhole() {
    return coding.isWhole();
  }

  /** Gives all memory back. */
  void release() {
    coding.release();
    budget.giveBack(charged);
    charged = 0;
  }
}
