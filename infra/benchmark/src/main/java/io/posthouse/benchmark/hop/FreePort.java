package io.posthouse.benchmark.hop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** Ports of 127.0.0.1. */
final class FreePort {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private FreePort() {}

  /** One that nobody listens on now. */
  static int next() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * Waits until a process listens on its port.
   *
   * @throws IllegalStateException when it ends before, or takes too long
   */
  static void awaitOpen(int port, Process process) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() - until < 0) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException notYet) {
        pause();
      }
    }
    throw new IllegalStateException("port " + port + " was not opened: " + process.info());
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(50));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
