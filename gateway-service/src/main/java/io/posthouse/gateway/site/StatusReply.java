package io.posthouse.gateway.site;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code GET /api/status}: which services are up, as discovery knows. When discovery itself is
 * away, its client's last copy counts.
 */
@RestController
class StatusReply {

  private static final String UP = "operational";
  private static final String DOWN = "outage";
  private static final List<String> SERVICES =
      List.of(
          "relay-service",
          "auth-service",
          "billing-service",
          "referral-service",
          "notification-service");

  private final ReactiveDiscoveryClient discovery;
  private final Clock clock;

  /**
   * The answer.
   *
   * @param status {@code operational}, {@code degraded} (calls are answered, something else is
   *     down) or {@code outage}
   * @param models each model's health; empty as long as no relay reports any
   */
  record Status(
      String status,
      Instant at,
      List<Service> services,
      List<Object> models,
      List<Object> incidents) {}

  /** One service. */
  record Service(String name, String status) {}

  StatusReply(ReactiveDiscoveryClient discovery, Clock clock) {
    this.discovery = discovery;
    this.clock = clock;
  }

  @GetMapping("/api/status")
  Mono<Status> status() {
    return Flux.fromIterable(SERVICES).concatMap(this::look).collectList().map(this::status);
  }

  private Mono<Service> look(String name) {
    return discovery
        .getInstances(name)
        .hasElements()
        .map(any -> new Service(name, any ? UP : DOWN));
  }

  private Status status(List<Service> services) {
    boolean all = services.stream().allMatch(service -> service.status().equals(UP));
    boolean calls = services.getFirst().status().equals(UP);
    String overall = all ? UP : calls ? "degraded" : DOWN;
    return new Status(overall, clock.instant(), services, List.of(), List.of());
  }
}
