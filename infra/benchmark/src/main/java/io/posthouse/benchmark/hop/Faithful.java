package io.posthouse.benchmark.hop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Whether a passed-through answer's bytes are the upstream's. */
final class Faithful {

  private Faithful() {}

  /**
   * Compares an answer through a server with the upstream's own.
   *
   * @throws IllegalStateException when they differ
   */
  static void check(Server server, int upstream, Workload workload) {
    Requests requests = workload.requests();
    String own = digest(upstream, requests);
    String passed = digest(server.port(), requests);
    if (!passed.equals(own)) {
      throw new IllegalStateException(
          workload.id() + " through " + server.name() + ": " + passed + " (expected: " + own + ")");
    }
  }

  private static String digest(int port, Requests requests) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      AnswerReader reader =
          new AnswerReader((buffer, from, length) -> update(sha, buffer, from, length));
      socket.getOutputStream().write(requests.head(0));
      socket.getOutputStream().write(requests.body());
      InputStream in = socket.getInputStream();
      byte[] some = new byte[8192];
      for (int read = in.read(some); read > 0; read = in.read(some)) {
        if (reader.read(Unpooled.wrappedBuffer(some, 0, read))) {
          return reader.status() + " " + HexFormat.of().formatHex(sha.digest());
        }
      }
      throw new IllegalStateException("port " + port + ": an answer was cut");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void update(MessageDigest sha, ByteBuf buffer, int from, int length) {
    byte[] stretch = new byte[length];
    buffer.getBytes(from, stretch);
    sha.update(stretch);
  }
}
