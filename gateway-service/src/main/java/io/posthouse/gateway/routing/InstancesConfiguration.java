package io.posthouse.gateway.routing;

import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Every {@code lb://} name gets its {@link Instances}. */
@Configuration(proxyBeanMethods = false)
@LoadBalancerClients(defaultConfiguration = InstancesConfiguration.PerService.class)
class InstancesConfiguration {

  /** One per name, in a small context of its own. */
  static class PerService {

    @Bean
    ServiceInstanceListSupplier instances(
        Environment environment, ReactiveDiscoveryClient discovery, Ejections ejections) {
      String service = environment.getProperty(LoadBalancerClientFactory.PROPERTY_NAME, "");
      return new Instances(service, discovery, ejections);
    }
  }
}
