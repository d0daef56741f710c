package io.posthouse.servers;

import java.nio.file.Path;

/** A Kafka node as a process of its own. */
public final class KafkaMain {

  private KafkaMain() {}

  /**
   * Starts the node and stays until the process is ended.
   *
   * @param args the log directory, the clients' port, the controller's port
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      throw new IllegalArgumentException("expected: DIRECTORY PORT CONTROLLER_PORT");
    }
    KafkaBroker broker;
    try {
      broker =
          KafkaBroker.start(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    } catch (RuntimeException failed) {
      // Threads that are not daemons would keep a node that did not start alive.
      failed.printStackTrace();
      Runtime.getRuntime().halt(1);
      throw failed;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
    Thread.currentThread().join();
  }
}
