package io.posthouse.local.stack;

import io.posthouse.local.home.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** Whether a part does its work now: it is asked what its users will ask it. */
final class Readiness implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Ports ports;
  private final Databases databases;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  Readiness(Ports ports, Databases databases) {
    this.ports = ports;
    this.databases = databases;
  }

  /** Asks once; never throws because of a part that does not answer. */
  boolean of(Part part) throws InterruptedException {
    return switch (part) {
      case POSTGRESQL -> databases.answers();
      case KAFKA -> listens(ports.kafka()) && kafkaAnswers();
      case KEYCLOAK -> status(ports.keycloak(), "/realms/posthouse") == 200;
      case MAIL -> status(ports.mail(), "/health") == 200 && listens(ports.smtp());
      case SIMULATOR -> status(ports.simulator(), "/health") > 0;
      case RELAY_SERVICE -> healthy(part) && listens(ports.relay());
      case DISCOVERY,
          AUTH_SERVICE,
          BILLING_SERVICE,
          REFERRAL_SERVICE,
          NOTIFICATION_SERVICE,
          GATEWAY_SERVICE ->
          healthy(part);
    };
  }

  private boolean healthy(Part part) throws InterruptedException {
    int port = Ports.management(part.ports(ports).getFirst());
    return status(port, "/actuator/health/readiness") == 200;
  }

  private int status(int port, String path) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException notYet) {
      return 0;
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private boolean kafkaAnswers() throws InterruptedException {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", "127.0.0.1:" + ports.kafka(),
            "request.timeout.ms", "3000",
            "default.api.timeout.ms", "3000");
    try (Admin admin = Admin.create(settings)) {
      return !admin.describeCluster().nodes().get(4, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
