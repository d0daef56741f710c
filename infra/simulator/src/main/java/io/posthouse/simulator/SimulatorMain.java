package io.posthouse.simulator;

/** Runs the simulator as a process. */
public final class SimulatorMain {

  private SimulatorMain() {}

  /** Takes no arguments; see the package's manual for its environment. */
  public static void main(String[] arguments) {
    // Not named logback.xml: as a library this jar must not configure anybody's logging.
    System.setProperty("logback.configurationFile", "io/posthouse/simulator/logback.xml");
    String host = System.getenv().getOrDefault("POSTHOUSE_SIMULATOR_HOST", "127.0.0.1");
    Simulator simulator = Simulator.start(host, port());
    Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "stop"));
  }

  private static int port() {
    String port = System.getenv().getOrDefault("POSTHOUSE_SIMULATOR_PORT", "8089");
    try {
      return Integer.parseInt(port);
    } catch (NumberFormatException malformed) {
      throw new IllegalArgumentException(
          "POSTHOUSE_SIMULATOR_PORT: " + port + " (expected: 0 to 65535)", malformed);
    }
  }
}
