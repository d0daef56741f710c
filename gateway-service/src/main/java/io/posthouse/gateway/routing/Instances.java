package io.posthouse.gateway.routing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import reactor.core.publisher.Flux;

/** A service's instances, from discovery, remembered for a moment. */
final class Instances implements ServiceInstanceListSupplier {

  static final String RELAY_OPERATOR = "relay-operator";
  static final String RELAY = "relay-service";
  static final String OPERATOR_PORT = "operator-port";

  private static final long FRESH = Duration.ofSeconds(2).toNanos();

  private final String service;
  private final ReactiveDiscoveryClient discovery;
  private final Ejections ejections;
  private volatile @Nullable Seen seen;

  private record Seen(List<ServiceInstance> instances, long at) {}

  Instances(String service, ReactiveDiscoveryClient discovery, Ejections ejections) {
    this.service = service;
    this.discovery = discovery;
    this.ejections = ejections;
  }

  @Override
  public String getServiceId() {
    return service;
  }

  @Override
  public Flux<List<ServiceInstance>> get() {
    return Flux.defer(
        () -> {
          Seen last = seen;
          if (last != null && System.nanoTime() - last.at() < FRESH) {
            return Flux.just(ejections.without(last.instances()));
          }
          return look();
        });
  }

  private Flux<List<ServiceInstance>> look() {
    Flux<ServiceInstance> found =
        service.equals(RELAY_OPERATOR)
            ? discovery.getInstances(RELAY).mapNotNull(Instances::operatorSide)
            : discovery.getInstances(service);
    return found
        .collectList()
        .doOnNext(list -> seen = new Seen(List.copyOf(list), System.nanoTime()))
        .map(ejections::without)
        .flux();
  }

  private static @Nullable ServiceInstance operatorSide(ServiceInstance data) {
    Map<String, String> metadata = data.getMetadata();
    String port = metadata == null ? null : metadata.get(OPERATOR_PORT);
    if (port == null) {
      return null;
    }
    return new DefaultServiceInstance(
        data.getInstanceId() + ":operator",
        RELAY_OPERATOR,
        data.getHost(),
        Integer.parseInt(port),
        data.isSecure(),
        metadata);
  }
}
