package io.posthouse.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** A client that writes any frames it likes, in clear text, by prior knowledge. */
final class RawHttp2 implements AutoCloseable {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  /** A frame as it came. */
  record Frame(int type, int flags, int stream, byte[] payload) {
    boolean is(int wanted, int ofStream) {
      return type == wanted && stream == ofStream;
    }

    boolean ends() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    /** The error of a reset; for GOAWAY it stands behind the last stream's id. */
    int error() {
      return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
    }

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersEncoder encoder =
      new DefaultHttp2HeadersEncoder((name, value) -> true, true);
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

  RawHttp2(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(10_000);
      in = new DataInputStream(socket.getInputStream());
      socket
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** With those settings: ids and values by turns. */
  RawHttp2 settings(int... idsAndValues) {
    ByteBuffer payload = ByteBuffer.allocate(idsAndValues.length * 3);
    for (int i = 0; i < idsAndValues.length; i += 2) {
      payload.putShort((short) idsAndValues[i]).putInt(idsAndValues[i + 1]);
    }
    return frame(SETTINGS, 0, 0, payload.array());
  }

  RawHttp2 frame(int type, int flags, int stream, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    try {
      socket.getOutputStream().write(frame.array());
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A request's headers: names and values by turns, in that order. */
  RawHttp2 headers(int stream, boolean end, String... namesAndValues) {
    return frame(
        HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, headerBlock(namesAndValues));
  }

  /** A good request. */
  RawHttp2 get(int stream, String path) {
    return headers(stream, true, ":method", "GET", ":scheme", "http", ":path", path);
  }

  RawHttp2 data(int stream, boolean end, String text) {
    return frame(DATA, end ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.UTF_8));
  }

  RawHttp2 reset(int stream) {
    return frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
  }

  byte[] headerBlock(String... namesAndValues) {
    // One by one: netty's own collection would put the pseudo headers first.
    ByteBuf block = Unpooled.buffer();
    try {
      for (int i = 0; i < namesAndValues.length; i += 2) {
        Http2Headers one = new DefaultHttp2Headers(false);
        one.add(namesAndValues[i], namesAndValues[i + 1]);
        encoder.encodeHeaders(1, one, block);
      }
      return ByteBufUtil.getBytes(block);
    } catch (Http2Exception impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      block.release();
    }
  }

  Http2Headers decoded(Frame headers) {
    try {
      decoder.configuration().maxHeaderTableSize(Integer.MAX_VALUE);
      return decoder.decodeHeaders(headers.stream(), Unpooled.wrappedBuffer(headers.payload()));
    } catch (Http2Exception broken) {
      throw new IllegalStateException(broken);
    }
  }

  /** The next frame; null when the connection has ended. */
  Frame next() {
    try {
      int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      return new Frame(type, flags, stream, in.readNBytes(length));
    } catch (java.net.SocketTimeoutException silent) {
      throw new UncheckedIOException(silent);
    } catch (IOException ended) {
      return null;
    }
  }

  /** Reads until there is such a frame; null when the connection ends without it. */
  Frame until(Predicate<Frame> wanted) {
    Frame frame = next();
    while (frame != null && !wanted.test(frame)) {
      frame = next();
    }
    return frame;
  }

  /** Whether the other side ends the connection, after whatever it still says. */
  boolean isClosedByPeer() {
    return until(_ -> false) == null;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
