package io.posthouse.relay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An upstream that writes raw bytes at chosen times. Each request takes the next script, and waits
 * for one when there is none. Connections are kept alive unless a script closes them.
 */
final class FakeUpstream implements AutoCloseable {

  /** What is done with one request. */
  interface Script {
    void answer(Exchange exchange) throws IOException, InterruptedException;
  }

  /** A request as it came. */
  record Received(String requestLine, List<String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** All values of a header, in order. */
    List<String> values(String name) {
      return headers.stream()
          .filter(
              line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .toList();
    }
  }

  /** One request being answered. */
  static final class Exchange {
    final Received request;
    private final Socket socket;
    private final OutputStream out;

    private Exchange(Received request, Socket socket) throws IOException {
      this.request = request;
      this.socket = socket;
      this.out = socket.getOutputStream();
    }

    Exchange write(String text) throws IOException {
      return write(text.getBytes(StandardCharsets.UTF_8));
    }

    Exchange write(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
      return this;
    }

    /** A JSON answer with a content length. */
    Exchange json(int status, String body, String... headers) throws IOException {
      return whole(status, "application/json", body, headers);
    }

    Exchange whole(int status, String type, String body, String... headers) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      StringBuilder head =
          new StringBuilder("HTTP/1.1 " + status + " X\r\ncontent-type: " + type + "\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      write(head + "content-length: " + bytes.length + "\r\n\r\n");
      return write(bytes);
    }

    Exchange streamHead(String... headers) throws IOException {
      StringBuilder head =
          new StringBuilder(
              "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      return write(head + "\r\n");
    }

    Exchange chunk(String text) throws IOException {
      return chunk(text.getBytes(StandardCharsets.UTF_8));
    }

    Exchange chunk(byte[] bytes) throws IOException {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.writeBytes(
          (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      frame.writeBytes(bytes);
      frame.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
      return write(frame.toByteArray());
    }

    void endChunks() throws IOException {
      write("0\r\n\r\n");
    }

    /** TCP reset. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    void close() throws IOException {
      socket.close();
    }

    /** Waits until the other side closes; true when it did. */
    boolean awaitClosed(int millis) throws IOException {
      socket.setSoTimeout(millis);
      try {
        return socket.getInputStream().read() < 0;
      } catch (SocketException reset) {
        return true;
      } catch (java.net.SocketTimeoutException open) {
        return false;
      }
    }
  }

  private final ServerSocket server;
  private final BlockingQueue<Script> scripts = new LinkedBlockingQueue<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile Script always;
  final AtomicInteger connections = new AtomicInteger();

  FakeUpstream() {
    try {
      server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** What to do with the next request. */
  FakeUpstream then(Script script) {
    scripts.add(script);
    return this;
  }

  /** What to do with every request. */
  FakeUpstream always(Script script) {
    always = script;
    return this;
  }

  List<Received> received() {
    return received;
  }

  Received only() {
    if (received.size() != 1) {
      throw new AssertionError("requests: " + received.size() + " (expected: 1)");
    }
    return received.getFirst();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        connections.incrementAndGet();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      while (!socket.isClosed()) {
        Received request = read(in);
        if (request == null) {
          return;
        }
        received.add(request);
        Script standing = always;
        Script script = standing == null ? scripts.take() : standing;
        script.answer(new Exchange(request, socket));
      }
    } catch (IOException | InterruptedException ended) {
      // The relay cancelled, or the test is over.
    }
  }

  private static Received read(InputStream in) throws IOException {
    String line = line(in);
    if (line == null) {
      return null;
    }
    List<String> headers = new ArrayList<>();
    int length = 0;
    for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
      headers.add(header);
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
      }
    }
    return new Received(line, headers, in.readNBytes(length));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    if (b < 0) {
      return null;
    }
    while (b >= 0 && b != '\n') {
      if (b != '\r') {
        line.write(b);
      }
      b = in.read();
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Stops listening: from now on connections are refused. */
  void stopListening() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    stopListening();
  }
}
