package io.posthouse.gateway.site;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code GET /api/status}: which services are up, as discovery knows, and how well each model is
 * served, as the relay knows from customers' own calls. When one of the two is away, the last copy
 * counts.
 */
@RestController
class StatusReply {

  private static final List<String> SERVICES =
      List.of(
          "relay-service",
          "auth-service",
          "billing-service",
          "referral-service",
          "notification-service");

  private final ReactiveDiscoveryClient discovery;
  private final RelayHealthFeed health;
  private final Clock clock;

  /**
   * The answer.
   *
   * @param status {@code degraded} when calls are answered, but something is down
   * @param modelsAt when the relay told of the models; null when it never did
   * @param incidents what is not as it should be now
   */
  record Status(
      State status,
      Instant at,
      List<Service> services,
      @Nullable Instant modelsAt,
      List<ModelHealth> models,
      List<Incident> incidents) {}

  /** One service. */
  record Service(String name, State status) {}

  /**
   * Something that is not well now: a service, or a model in a channel.
   *
   * @param service null when it is a model
   */
  record Incident(
      State status, @Nullable String service, @Nullable String model, @Nullable String channel) {}

  StatusReply(ReactiveDiscoveryClient discovery, RelayHealthFeed health, Clock clock) {
    this.discovery = discovery;
    this.health = health;
    this.clock = clock;
  }

  @GetMapping("/api/status")
  Mono<Status> status() {
    return Flux.fromIterable(SERVICES)
        .concatMap(this::look)
        .collectList()
        .zipWith(health.latest(), this::status);
  }

  private Mono<Service> look(String name) {
    return discovery
        .getInstances(name)
        .hasElements()
        .map(any -> new Service(name, any ? State.OPERATIONAL : State.OUTAGE));
  }

  private Status status(List<Service> services, ModelHealth.Copy copy) {
    List<Incident> incidents = new ArrayList<>();
    for (Service service : services) {
      if (service.status() != State.OPERATIONAL) {
        incidents.add(new Incident(service.status(), service.name(), null, null));
      }
    }
    for (ModelHealth model : copy.models()) {
      if (model.status() != State.OPERATIONAL) {
        incidents.add(new Incident(model.status(), null, model.model(), model.channel()));
      }
    }
    State overall =
        services.getFirst().status() == State.OUTAGE
            ? State.OUTAGE
            : incidents.isEmpty() ? State.OPERATIONAL : State.DEGRADED;
    return new Status(overall, clock.instant(), services, copy.at(), copy.models(), incidents);
  }
}
