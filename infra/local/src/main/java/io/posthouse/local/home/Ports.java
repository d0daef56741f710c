package io.posthouse.local.home;

/**
 * The ports of the local stack (contracts: "Ports of the local stack"), moved as a block.
 *
 * @param base the gateway's HTTP port, 1024 to 65000
 */
public record Ports(int base) {

  /** What a stack uses unless told otherwise. */
  public static final int DEFAULT_BASE = 8080;

  private static final int HTTPS = 363;
  private static final int MANAGEMENT = 100;

  /** Refuses a base that leaves no room. */
  public Ports {
    if (base < 1024 || base > 65_000) {
      throw new StackException("POSTHOUSE_PORT_BASE: " + base + " (expected: 1024 to 65000)");
    }
  }

  /**
   * Reads {@code POSTHOUSE_PORT_BASE}.
   *
   * @throws StackException when it is no number in range
   */
  public static Ports parse(String base) {
    try {
      return new Ports(Integer.parseInt(base.strip()));
    } catch (NumberFormatException malformed) {
      throw new StackException(
          "POSTHOUSE_PORT_BASE: '" + base + "' (expected: a number, 1024 to 65000)", malformed);
    }
  }

  /** The public endpoint, HTTP. */
  public int gateway() {
    return base;
  }

  /** The public endpoint, TLS. */
  public int gatewayHttps() {
    return base + HTTPS;
  }

  /** auth-service. */
  public int auth() {
    return base + 1;
  }

  /** billing-service. */
  public int billing() {
    return base + 2;
  }

  /** relay-service's data path. */
  public int relay() {
    return base + 3;
  }

  /** relay-service's operator API. */
  public int relayOperator() {
    return base + 4;
  }

  /** referral-service. */
  public int referral() {
    return base + 5;
  }

  /** notification-service. */
  public int notification() {
    return base + 6;
  }

  /** Eureka. */
  public int discovery() {
    return base + 7;
  }

  /** Keycloak. */
  public int keycloak() {
    return base + 8;
  }

  /** The demo upstream. */
  public int simulator() {
    return base + 9;
  }

  /** The mail sink's page. */
  public int mail() {
    return base + 10;
  }

  /** The mail sink's SMTP. */
  public int smtp() {
    return base + 11;
  }

  /** PostgreSQL. */
  public int postgresql() {
    return base + 12;
  }

  /** Kafka, for clients. */
  public int kafka() {
    return base + 13;
  }

  /** Kafka's controller, for Kafka itself. */
  public int kafkaController() {
    return base + 14;
  }

  /** The actuator's port of a service. */
  public static int management(int port) {
    return port + MANAGEMENT;
  }
}
