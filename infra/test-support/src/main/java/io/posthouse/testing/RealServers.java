package io.posthouse.testing;

import io.posthouse.servers.KafkaBroker;
import io.posthouse.servers.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Real PostgreSQL and Kafka, started on first use and shared by every test of this JVM (C06).
 *
 * <p>{@code posthouse.test.servers} ({@code docker} or {@code embedded}) overrides what is found.
 */
public final class RealServers {

  private static final AtomicInteger databases = new AtomicInteger();

  private RealServers() {}

  /** Where PostgreSQL is: an address with {@code %s} for the database, and its superuser. */
  private record Postgres(String urlPattern, String user, String password) {}

  private static final class PostgresHolder {
    static final Postgres INSTANCE = usesDocker() ? containerPostgres() : embeddedPostgres();
  }

  private static final class KafkaHolder {
    static final String BOOTSTRAP = usesDocker() ? containerKafka() : embeddedKafka();
  }

  static boolean usesDocker() {
    return switch (System.getProperty("posthouse.test.servers", "")) {
      case "docker" -> true;
      case "embedded" -> false;
      default -> DockerClientFactory.instance().isDockerAvailable();
    };
  }

  private static Postgres containerPostgres() {
    PostgreSQLContainer container =
        new PostgreSQLContainer(
            DockerImageName.parse(
                    System.getProperty("posthouse.test.postgres-image", "postgres:18"))
                .asCompatibleSubstituteFor("postgres"));
    container.setCommand("postgres", "-c", "fsync=off", "-c", "max_connections=200");
    container.start();
    String pattern =
        "jdbc:postgresql://" + container.getHost() + ":" + container.getMappedPort(5432) + "/%s";
    return new Postgres(pattern, container.getUsername(), container.getPassword());
  }

  private static Postgres embeddedPostgres() {
    Path home = temporary("posthouse-postgres");
    PostgresServer server = PostgresServer.start(home.resolve("data"), home.resolve("bin"), 0);
    closeAtExit(server, home);
    return new Postgres(server.jdbcUrl("%s"), "postgres", "postgres");
  }

  private static String containerKafka() {
    KafkaContainer container =
        new KafkaContainer(
            DockerImageName.parse(
                    System.getProperty("posthouse.test.kafka-image", "apache/kafka-native:4.2.0"))
                .asCompatibleSubstituteFor("apache/kafka-native"));
    container.withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false").start();
    return container.getBootstrapServers();
  }

  private static String embeddedKafka() {
    Path home = temporary("posthouse-kafka");
    KafkaBroker broker = KafkaBroker.start(home.resolve("data"), 0, 0);
    closeAtExit(broker, home);
    return broker.bootstrapServers();
  }

  static Path temporary(String prefix) {
    try {
      return Files.createTempDirectory(prefix);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static void closeAtExit(AutoCloseable server, Path home) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    server.close();
                    org.springframework.util.FileSystemUtils.deleteRecursively(home);
                  } catch (Exception failed) {
                    throw new IllegalStateException("could not stop " + home, failed);
                  }
                }));
  }

  /**
   * Makes an empty database and points {@code spring.datasource.*} at it.
   *
   * @param name the start of its name, for a person who looks
   */
  public static void database(DynamicPropertyRegistry registry, String name) {
    Database database = newDatabase(name);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::user);
    registry.add("spring.datasource.password", database::password);
  }

  /** An empty database of its own. */
  public static Database newDatabase(String name) {
    String unique = name + "_" + databases.incrementAndGet();
    Postgres postgres = PostgresHolder.INSTANCE;
    execute(postgres, "create database " + unique);
    return new Database(
        postgres.urlPattern().formatted(unique), postgres.user(), postgres.password());
  }

  /**
   * Runs a statement as the superuser, in the database {@code postgres}: roles are made this way.
   */
  public static void asSuperuser(String sql) {
    execute(PostgresHolder.INSTANCE, sql);
  }

  private static void execute(Postgres postgres, String sql) {
    try (Connection connection =
            DriverManager.getConnection(
                postgres.urlPattern().formatted("postgres"), postgres.user(), postgres.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(sql, failed);
    }
  }

  /** Points {@code spring.kafka.bootstrap-servers} at Kafka. */
  public static void kafka(DynamicPropertyRegistry registry) {
    Supplier<Object> bootstrap = () -> KafkaHolder.BOOTSTRAP;
    registry.add("spring.kafka.bootstrap-servers", bootstrap);
  }

  /** Kafka's {@code bootstrap.servers}. */
  public static String kafkaBootstrap() {
    return KafkaHolder.BOOTSTRAP;
  }

  /** A database's address and its owner. */
  public record Database(String url, String user, String password) {}
}
