package io.posthouse.relay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * Stands in for the gateway: clients that sign nothing come through here, one request for a
 * connection, and each gets the caller header of its method and path.
 */
final class FrontDoor implements AutoCloseable {

  private final ServerSocket server;
  private final int relay;
  private final BiFunction<String, String, String> signature;

  /**
   * @param relay the data path's port
   * @param signature of a method and a path
   */
  FrontDoor(int relay, BiFunction<String, String, String> signature) {
    this.relay = relay;
    this.signature = signature;
    try {
      server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> pass(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void pass(Socket client) {
    try (client;
        Socket there = new Socket(InetAddress.getLoopbackAddress(), relay)) {
      client.setTcpNoDelay(true);
      there.setTcpNoDelay(true);
      String head = head(client.getInputStream());
      if (head.isEmpty()) {
        return;
      }
      there.getOutputStream().write(signed(head).getBytes(StandardCharsets.ISO_8859_1));
      Thread.ofVirtual().start(() -> pump(client, there));
      pump(there, client);
    } catch (IOException ended) {
      // One side has gone, and the other is closed with it.
    }
  }

  private String signed(String head) {
    String[] request = head.substring(0, head.indexOf('\r')).split(" ", -1);
    String path = request[1].replaceAll("\\?.*", "");
    StringBuilder signed = new StringBuilder();
    for (String line : head.split("\r\n", -1)) {
      if (!line.isEmpty() && !line.toLowerCase(Locale.ROOT).startsWith("connection:")) {
        signed.append(line).append("\r\n");
      }
    }
    return signed
        + "Connection: close\r\nX-Posthouse-Caller: "
        + signature.apply(request[0], path)
        + "\r\n\r\n";
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int b = in.read();
      if (b < 0) {
        return "";
      }
      head.write(b);
      matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** Passes bytes on as they come; closes both at the end. */
  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16384];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
    } catch (IOException gone) {
      // The other direction ends with it.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
