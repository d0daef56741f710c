package io.posthouse.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One Keycloak, a process of its own, started and waited for. */
public final class KeycloakServer implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(250);

  private final KeycloakSettings settings;
  private final Process process;

  private KeycloakServer(KeycloakSettings settings, Process process) {
    this.settings = settings;
    this.process = process;
  }

  /**
   * Starts an instance and returns when it is ready.
   *
   * @param log where its output goes
   * @param patience how long it may take; an empty database needs half a minute on two calm cores
   * @throws IllegalStateException when it exits or is not ready in time; the message ends with its
   *     last lines
   */
  public static KeycloakServer start(
      KeycloakInstallation installation, KeycloakSettings settings, Path log, Duration patience) {
    try {
      Process process =
          installation
              .launch(settings)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      KeycloakServer server = new KeycloakServer(settings, process);
      server.awaitReady(log, patience);
      return server;
    } catch (IOException failed) {
      throw new UncheckedIOException("Keycloak could not be started", failed);
    }
  }

  private void awaitReady(Path log, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (!ready(http)) {
        boolean gone = process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (gone || System.nanoTime() > deadline) {
          close();
          throw new IllegalStateException(
              (gone ? "Keycloak exited:\n" : "Keycloak was not ready in time:\n") + tail(log));
        }
      }
    } catch (InterruptedException stopped) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while waiting for Keycloak", stopped);
    }
  }

  private boolean ready(HttpClient http) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(settings.readyUrl()))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  /** What it was started with. */
  public KeycloakSettings settings() {
    return settings;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
