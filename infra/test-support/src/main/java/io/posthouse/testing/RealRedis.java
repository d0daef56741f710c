package io.posthouse.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;
import redis.embedded.RedisServer;

/**
 * A real Redis of a test's own, empty at its start: Testcontainers where a Docker engine answers,
 * else a process of this machine. Not thread-safe.
 */
public final class RealRedis implements AutoCloseable {

  private static final int PORT = 6379;

  /** How one kind of Redis is started and ended. */
  private interface Server {

    String host();

    int port();

    void start() throws IOException;

    void stop() throws IOException;
  }

  private final Server server;

  private RealRedis(Server server) {
    this.server = server;
  }

  /** Starts one. */
  public static RealRedis start() {
    RealRedis redis = new RealRedis(RealServers.usesDocker() ? new InContainer() : new Embedded());
    redis.resume();
    return redis;
  }

  /** Starts it again after {@link #close}, empty, at the same address. */
  public void resume() {
    try {
      server.start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Points {@code spring.data.redis.*} at it. */
  public void register(DynamicPropertyRegistry registry) {
    registry.add("spring.data.redis.host", server::host);
    registry.add("spring.data.redis.port", server::port);
  }

  /** Its address, as Lettuce reads it. */
  public String url() {
    return "redis://" + server.host() + ":" + server.port();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static final class Embedded implements Server {

    private final RedisServer redis;
    private final int port;

    Embedded() {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        this.port = free.getLocalPort();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      try {
        this.redis =
            RedisServer.newRedisServer()
                .bind("127.0.0.1")
                .port(port)
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    @Override
    public String host() {
      return "127.0.0.1";
    }

    @Override
    public int port() {
      return port;
    }

    @Override
    public void start() throws IOException {
      redis.start();
    }

    @Override
    public void stop() throws IOException {
      redis.stop();
    }
  }

  private static final class InContainer implements Server {

    private final GenericContainer<?> container =
        new GenericContainer<>(
                DockerImageName.parse(System.getProperty("posthouse.test.redis-image", "redis:8")))
            .withExposedPorts(PORT);

    @Override
    public String host() {
      return container.getHost();
    }

    @Override
    public int port() {
      return container.getMappedPort(PORT);
    }

    /** Keeps the port that the engine chose at the first start: clients come back to it. */
    @Override
    public void start() {
      container.start();
      container.setPortBindings(List.of(port() + ":" + PORT));
    }

    @Override
    public void stop() {
      container.stop();
    }
  }
}
