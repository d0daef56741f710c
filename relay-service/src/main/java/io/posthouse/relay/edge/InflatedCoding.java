package io.posthouse.relay.edge;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** gzip, and deflate with or without zlib's frame, by the JDK. */
final class InflatedCoding implements Coding {

  private static final int ZLIB_METHOD = 8;

  private final @Nullable GzipFrame gzip;
  private final byte[] out = new byte[STEP];
  private @Nullable Inflater inflater;

  private InflatedCoding(@Nullable GzipFrame gzip) {
    this.gzip = gzip;
  }

  static InflatedCoding gzip() {
    return new InflatedCoding(new GzipFrame());
  }

  static InflatedCoding deflate() {
    return new InflatedCoding(null);
  }

  @Override
  public void undo(byte[] in, int length, Sink sink) throws BrokenCodingException {
    int from = 0;
    while (gzip != null && !gzip.isInData() && from < length) {
      if (!gzip.header(in[from++] & 0xff)) {
        throw new BrokenCodingException();
      }
    }
    if (from == length) {
      return;
    }
    Inflater running = inflater;
    if (running == null) {
      running = new Inflater(gzip != null || (in[from] & 0x0f) != ZLIB_METHOD);
      inflater = running;
    }
    if (!running.finished()) {
      running.setInput(in, from, length - from);
      if (!inflate(running, sink) || !running.finished()) {
        return;
      }
      from = length - running.getRemaining();
    }
    trailer(in, from, length);
  }

  private boolean inflate(Inflater running, Sink sink) throws BrokenCodingException {
    try {
      int length = running.inflate(out);
      while (length > 0) {
        if (gzip != null) {
          gzip.inflated(out, length);
        }
        if (!sink.take(out, length)) {
          return false;
        }
        length = running.inflate(out);
      }
    } catch (DataFormatException broken) {
      throw new BrokenCodingException();
    }
    if (running.needsDictionary()) {
      throw new BrokenCodingException();
    }
    return true;
  }

  private void trailer(byte[] in, int from, int length) throws BrokenCodingException {
    for (int i = from; i < length; i++) {
      if (gzip == null || !gzip.trailer(in[i] & 0xff)) {
        throw new BrokenCodingException();
      }
    }
  }

  @Override
  public boolean isWhole() {
    Inflater running = inflater;
    return running != null && running.finished() && (gzip == null || gzip.isWhole());
  }

  @Override
  public void release() {
    Inflater running = inflater;
    if (running != null) {
      running.end();
    }
  }
}
