package io.posthouse.gateway.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.stereotype.Component;

/** Instances that refused a connection a moment ago. */
@Component
class Ejections {

  private static final Duration REST = Duration.ofSeconds(5);

  private final Cache<String, Boolean> resting =
      Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(REST).build();

  /** Leaves an instance out for a while. */
  void eject(ServiceInstance instance) {
    resting.put(address(instance), true);
  }

  /** The instances that rest not; all of them when none is left. */
  List<ServiceInstance> without(List<ServiceInstance> instances) {
    if (resting.asMap().isEmpty()) {
      return instances;
    }
    List<ServiceInstance> ready =
        instances.stream().filter(i -> resting.getIfPresent(address(i)) == null).toList();
    return ready.isEmpty() ? instances : ready;
  }

  private static String address(ServiceInstance instance) {
    return instance.getHost() + ":" + instance.getPort();
  }
}
