package io.posthouse.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A PostgreSQL server of its own processes. Runs as root too (the library then starts it inside a
 * user namespace).
 *
 * <p>Superuser {@code postgres}, trusted from 127.0.0.1.
 */
public final class PostgresServer implements AutoCloseable {

  private static final Duration START_WAIT = Duration.ofSeconds(60);

  private final EmbeddedPostgres postgres;

  private PostgresServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param data the data directory; made and initialised when it is not there
   * @param binaries where the server's programs are unpacked
   * @param port its port; 0 takes a free one
   * @throws UncheckedIOException when it does not come up
   */
  public static PostgresServer start(Path data, Path binaries, int port) {
    try {
      return new PostgresServer(
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setOverrideWorkingDirectory(binaries.toFile())
              .setPort(port)
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("max_connections", "200")
              .setServerConfig("timezone", "UTC")
              .setPGStartupWait(START_WAIT)
              .start());
    } catch (IOException failed) {
      throw new UncheckedIOException("PostgreSQL did not start in " + data, failed);
    }
  }

  /** The port it listens on. */
  public int port() {
    return postgres.getPort();
  }

  /** The JDBC address of a database, without user and password. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException failed) {
      throw new UncheckedIOException("PostgreSQL did not stop", failed);
    }
  }
}
