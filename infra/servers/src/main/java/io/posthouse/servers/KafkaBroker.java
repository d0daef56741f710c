package io.posthouse.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.DynamicVoters;

/** One Kafka node (KRaft, broker and controller in one) inside this JVM. */
public final class KafkaBroker implements AutoCloseable {

  private final KafkaRaftServer server;
  private final int port;

  private KafkaBroker(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts a node; returns when it serves.
   *
   * @param data the log directory; made and formatted when it is not there
   * @param port the clients' port; 0 takes a free one
   * @param controllerPort the controller's port, not for clients; 0 takes a free one, which only an
   *     empty data directory allows
   */
  public static KafkaBroker start(Path data, int port, int controllerPort) {
    int clients = port == 0 ? freePort() : port;
    int controller = controllerPort == 0 ? freePort() : controllerPort;
    try {
      Files.createDirectories(data);
      if (Files.notExists(data.resolve("meta.properties"))) {
        format(data, controller);
      }
      KafkaRaftServer server =
          new KafkaRaftServer(new KafkaConfig(properties(data, clients, controller)), Time.SYSTEM);
      server.startup();
      return new KafkaBroker(server, clients);
    } catch (Exception failed) {
      throw new IllegalStateException("Kafka did not start in " + data, failed);
    }
  }

  private static void format(Path data, int controllerPort) throws Exception {
    String voter = "1@127.0.0.1:" + controllerPort + ":" + Uuid.randomUuid();
    new Formatter()
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(1)
        .setControllerListenerName("CONTROLLER")
        .setDirectories(List.of(data.toString()))
        .setMetadataLogDirectory(data.toString())
        .setInitialControllers(DynamicVoters.parse(voter))
        .setHasDynamicQuorum(true)
        .run();
  }

  private static Properties properties(Path data, int port, int controllerPort) {
    Properties properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", "1");
    properties.put("controller.quorum.bootstrap.servers", "127.0.0.1:" + controllerPort);
    properties.put(
        "listeners", "CLIENTS://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    properties.put("advertised.listeners", "CLIENTS://127.0.0.1:" + port);
    properties.put("inter.broker.listener.name", "CLIENTS");
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("log.dirs", data.toString());
    properties.put("auto.create.topics.enable", "false");
    properties.put("default.replication.factor", "1");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("broker.session.timeout.ms", "3000");
    properties.put("broker.heartbeat.interval.ms", "1000");
    properties.put("log.cleaner.dedupe.buffer.size", "8388608");
    return properties;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException("no free port", none);
    }
  }

  /** What clients take as {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
