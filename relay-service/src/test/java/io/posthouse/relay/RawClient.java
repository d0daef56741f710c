package io.posthouse.relay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An HTTP client that sends and sees bytes. */
final class RawClient implements AutoCloseable {

  /** A whole answer, or as much as came before the connection ended. */
  record Answer(int status, List<String> headers, byte[] body, boolean whole) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String header(String name) {
      return headers.stream()
          .filter(
              line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse(null);
    }
  }

  private final Socket socket;
  private final InputStream in;

  RawClient(int port) {
    this(port, 0);
  }

  /** With a receive buffer of that many bytes; 0 for the system's. */
  RawClient(int port, int receiveBuffer) {
    try {
      socket = new Socket();
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(15_000);
      in = socket.getInputStream();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  RawClient send(String text) {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  RawClient send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    while (b >= 0 && b != '\n') {
      if (b != '\r') {
        line.write(b);
      }
      b = in.read();
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** The status line and headers, without the body. */
  Answer readHead() {
    try {
      String status = line();
      if (status.isEmpty()) {
        return new Answer(0, List.of(), new byte[0], false);
      }
      List<String> headers = new ArrayList<>();
      for (String header = line(); !header.isEmpty(); header = line()) {
        headers.add(header);
      }
      return new Answer(Integer.parseInt(status.substring(9, 12)), headers, new byte[0], true);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Answer readAnswer() {
    Answer head = readHead();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean whole;
    try {
      if ("chunked".equals(head.header("transfer-encoding"))) {
        whole = readChunks(body, Integer.MAX_VALUE);
      } else if (head.header("content-length") != null) {
        int length = Integer.parseInt(head.header("content-length"));
        body.writeBytes(in.readNBytes(length));
        whole = body.size() == length;
      } else {
        body.writeBytes(in.readAllBytes());
        whole = true;
      }
    } catch (IOException cut) {
      whole = false;
    }
    return new Answer(head.status(), head.headers(), body.toByteArray(), whole);
  }

  /**
   * Reads chunks until the last one, or until there are that many bytes; whether the last one was
   * seen.
   */
  boolean readChunks(ByteArrayOutputStream body, int atLeast) throws IOException {
    while (body.size() < atLeast) {
      String size = line();
      if (size.isEmpty()) {
        return false;
      }
      int length = Integer.parseInt(size, 16);
      body.writeBytes(in.readNBytes(length));
      line();
      if (length == 0) {
        return true;
      }
    }
    return false;
  }

  /** Reads a stream's body until it holds that text. */
  String readUntil(String text) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      while (!body.toString(StandardCharsets.UTF_8).contains(text)) {
        if (readChunks(body, body.size() + 1)) {
          throw new AssertionError(
              "ended without: " + text + "; got " + body.toString(StandardCharsets.UTF_8));
        }
      }
      return body.toString(StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Whether the other side closes within the socket's patience. */
  boolean isClosedByPeer() {
    try {
      return in.read() < 0;
    } catch (java.net.SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
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
