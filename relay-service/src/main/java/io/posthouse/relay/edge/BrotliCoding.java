package io.posthouse.relay.edge;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Brotli (RFC 7932), by its own library; not its extension for larger windows. */
final class BrotliCoding implements Coding {

  private final byte[] out = new byte[STEP];
  private DecoderJNI.@Nullable Wrapper decoder;

  @Override
  public void undo(byte[] in, int length, Sink sink) throws BrokenCodingException {
    if (length == 0 || (decoder == null && !begin(in[0] & 0xff, sink))) {
      return;
    }
    DecoderJNI.Wrapper running = Objects.requireNonNull(decoder);
    boolean fed = false;
    while (true) {
      switch (running.getStatus()) {
        case DONE -> {
          if (!drain(running, sink)) {
            return;
          }
          if (!fed) {
            throw new BrokenCodingException();
          }
          return;
        }
        case NEEDS_MORE_OUTPUT -> {
          if (!drain(running, sink)) {
            return;
          }
        }
        case NEEDS_MORE_INPUT -> {
          if (!drain(running, sink) || fed) {
            return;
          }
          running.getInputBuffer().clear().put(in, 0, length);
          running.push(length);
          fed = true;
        }
        case OK -> running.push(0);
        case ERROR -> throw new BrokenCodingException();
      }
    }
  }

  private boolean begin(int first, Sink sink) throws BrokenCodingException {
    if (!sink.reserve(window(first))) {
      return false;
    }
    try {
      decoder = new DecoderJNI.Wrapper(STEP);
      return true;
    } catch (IOException noMemory) {
      throw new BrokenCodingException();
    }
  }

  /** By the first bits of a stream (RFC 7932, 9.1). */
  static long window(int first) throws BrokenCodingException {
    int bits;
    if ((first & 1) == 0) {
      bits = 16;
    } else if ((first >> 1 & 7) != 0) {
      bits = 17 + (first >> 1 & 7);
    } else if ((first >> 4 & 7) == 0) {
      bits = 17;
    } else if ((first >> 4 & 7) == 1) {
      throw new BrokenCodingException();
    } else {
      bits = 8 + (first >> 4 & 7);
    }
    return 1L << bits;
  }

  private boolean drain(DecoderJNI.Wrapper running, Sink sink) {
    while (running.hasOutput()) {
      ByteBuffer made = running.pull();
      while (made.hasRemaining()) {
        int length = Math.min(STEP, made.remaining());
        made.get(out, 0, length);
        if (!sink.take(out, length)) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public boolean isWhole() {
    DecoderJNI.Wrapper running = decoder;
    return running != null && running.getStatus() == DecoderJNI.Status.DONE;
  }

  @Override
  public void release() {
    DecoderJNI.Wrapper running = decoder;
    if (running != null) {
      running.destroy();
    }
  }
}
