package io.posthouse.local.stack;

import io.posthouse.local.home.Ports;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The parts of the suite, in the order {@code status} shows them. */
public enum Part {
  POSTGRESQL,
  KAFKA,
  KEYCLOAK,
  MAIL,
  SIMULATOR,
  DISCOVERY,
  AUTH_SERVICE,
  BILLING_SERVICE,
  RELAY_SERVICE,
  REFERRAL_SERVICE,
  NOTIFICATION_SERVICE,
  GATEWAY_SERVICE;

  /** The Spring Boot applications, each a module of the reactor. */
  public static final List<Part> APPLICATIONS =
      List.of(
          DISCOVERY,
          AUTH_SERVICE,
          BILLING_SERVICE,
          RELAY_SERVICE,
          REFERRAL_SERVICE,
          NOTIFICATION_SERVICE,
          GATEWAY_SERVICE);

  /** What it is called: {@code relay-service}, for one. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The part with that name. */
  public static Optional<Part> named(String label) {
    return Arrays.stream(values()).filter(part -> part.label().equals(label)).findFirst();
  }

  /** The module's folder, of a part that is built here. */
  public String module() {
    return switch (this) {
      case DISCOVERY, SIMULATOR, KEYCLOAK -> "infra/" + label();
      default -> label();
    };
  }

  /** The database's name, of a service that has one. */
  public String database() {
    return label().replace("-service", "");
  }

  /** Which parts must be ready before this one is started. */
  public Set<Part> needs() {
    return switch (this) {
      case POSTGRESQL, KAFKA, MAIL, SIMULATOR, DISCOVERY -> Set.of();
      case KEYCLOAK -> Set.of(POSTGRESQL);
      case GATEWAY_SERVICE -> Set.of(KAFKA, DISCOVERY);
      case AUTH_SERVICE, BILLING_SERVICE, RELAY_SERVICE, REFERRAL_SERVICE, NOTIFICATION_SERVICE ->
          Set.of(POSTGRESQL, KAFKA, DISCOVERY);
    };
  }

  /** Every port it listens on, the one it is known by first. */
  public List<Integer> ports(Ports ports) {
    return switch (this) {
      case POSTGRESQL -> List.of(ports.postgresql());
      case KAFKA -> List.of(ports.kafka(), ports.kafkaController());
      case KEYCLOAK -> List.of(ports.keycloak());
      case MAIL -> List.of(ports.mail(), ports.smtp());
      case SIMULATOR -> List.of(ports.simulator());
      case RELAY_SERVICE ->
          List.of(ports.relay(), ports.relayOperator(), Ports.management(ports.relay()));
      case GATEWAY_SERVICE ->
          List.of(ports.gateway(), ports.gatewayHttps(), Ports.management(ports.gateway()));
      case DISCOVERY, AUTH_SERVICE, BILLING_SERVICE, REFERRAL_SERVICE, NOTIFICATION_SERVICE ->
          List.of(port(ports), Ports.management(port(ports)));
    };
  }

  private int port(Ports ports) {
    return switch (this) {
      case DISCOVERY -> ports.discovery();
      case AUTH_SERVICE -> ports.auth();
      case BILLING_SERVICE -> ports.billing();
      case REFERRAL_SERVICE -> ports.referral();
      case NOTIFICATION_SERVICE -> ports.notification();
      default -> throw new IllegalStateException(this + " has more than one port");
    };
  }

  /** Where a person finds it. */
  public String address(Ports ports) {
    String host = "127.0.0.1:" + ports(ports).getFirst();
    return switch (this) {
      case POSTGRESQL -> "jdbc:postgresql://" + host + "/";
      case KAFKA -> host;
      case GATEWAY_SERVICE -> "http://localhost:" + ports.gateway();
      case MAIL -> "http://" + host + " (SMTP " + ports.smtp() + ")";
      default -> "http://" + host;
    };
  }
}
