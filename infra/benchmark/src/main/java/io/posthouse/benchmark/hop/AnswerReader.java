package io.posthouse.benchmark.hop;

import io.netty.buffer.ByteBuf;

/**
 * Follows HTTP/1.1 answers on one connection, byte by byte at worst, with as little work as that
 * takes. Answers have a content length or are chunked. Not thread-safe.
 */
final class AnswerReader {

  /** Told of a body's bytes, as they come. */
  interface Body {
    /** A stretch of the body; the buffer is the reader's. */
    void bytes(ByteBuf buffer, int from, int length);
  }

  private static final int HEAD_LIMIT = 16_384;

  private enum State {
    HEAD,
    FIXED,
    SIZE,
    CHUNK,
    CHUNK_END,
    LAST
  }

  private final byte[] head = new byte[HEAD_LIMIT];
  private final Body body;
  private State state = State.HEAD;
  private int headLength;
  private long left;
  private int size;
  private int status;
  private long bodyBytes;

  AnswerReader(Body body) {
    this.body = body;
  }

  /** The last answer's status. */
  int status() {
    return status;
  }

  /** The last answer's body, without framing. */
  long bodyBytes() {
    return bodyBytes;
  }

  /** The last answer's head. */
  String head() {
    return new String(head, 0, headLength, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** Reads on; true when an answer ended with the last byte that was read. */
  boolean read(ByteBuf in) {
    while (in.isReadable()) {
      boolean ended =
          switch (state) {
            case HEAD -> headByte(in.readByte());
            case FIXED -> fixed(in);
            case SIZE -> size(in.readByte());
            case CHUNK -> chunk(in);
            case CHUNK_END -> chunkEnd(in.readByte());
            case LAST -> last(in.readByte());
          };
      if (ended) {
        state = State.HEAD;
        return true;
      }
    }
    return false;
  }

  private boolean headByte(byte b) {
    if (headLength > 3 && endsHead()) {
      headLength = 0;
    }
    head[headLength++] = b;
    if (b != '\n' || headLength < 4 || !endsHead()) {
      return false;
    }
    status = (head[9] - '0') * 100 + (head[10] - '0') * 10 + head[11] - '0';
    bodyBytes = 0;
    long length = contentLength();
    if (length < 0) {
      size = 0;
      state = State.SIZE;
      return false;
    }
    left = length;
    state = State.FIXED;
    return length == 0;
  }

  private boolean endsHead() {
    return head[headLength - 1] == '\n'
        && head[headLength - 2] == '\r'
        && head[headLength - 3] == '\n'
        && head[headLength - 4] == '\r';
  }

  /** Below zero for a chunked answer. */
  private long contentLength() {
    int line = 0;
    for (int i = 0; i < headLength; i++) {
      if (head[i] == '\n') {
        line = i + 1;
      } else if (head[i] == ':' && i - line == 14 && (head[line] | 0x20) == 'c') {
        if ((head[line + 8] | 0x20) == 'l') {
          return number(i + 1);
        }
      }
    }
    return -1;
  }

  private long number(int from) {
    long number = 0;
    for (int i = from; head[i] != '\r'; i++) {
      if (head[i] >= '0' && head[i] <= '9') {
        number = number * 10 + head[i] - '0';
      }
    }
    return number;
  }

  private boolean fixed(ByteBuf in) {
    take(in);
    return left == 0;
  }

  private boolean chunk(ByteBuf in) {
    take(in);
    if (left == 0) {
      state = State.CHUNK_END;
    }
    return false;
  }

  private void take(ByteBuf in) {
    int now = (int) Math.min(left, in.readableBytes());
    body.bytes(in, in.readerIndex(), now);
    in.skipBytes(now);
    left -= now;
    bodyBytes += now;
  }

  private boolean size(byte b) {
    if (b == '\n') {
      left = size;
      state = size == 0 ? State.LAST : State.CHUNK;
      size = 0;
    } else if (b != '\r') {
      size = size * 16 + Character.digit(b, 16);
    }
    return false;
  }

  private boolean chunkEnd(byte b) {
    if (b == '\n') {
      state = State.SIZE;
    }
    return false;
  }

  /** Answers here have no trailers. */
  private static boolean last(byte b) {
    return b == '\n';
  }
}
