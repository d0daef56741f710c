package io.posthouse.web;

import io.posthouse.trust.TrustHeaders;
import java.net.URI;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.cloud.client.loadbalancer.LoadBalancerInterceptor;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestClient;

/**
 * Makes HTTP clients for other services' {@code /internal/**}: found through Eureka, signed, with
 * short timeouts.
 */
public final class ServiceClients {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofSeconds(10);

  private final ObjectProvider<RestClient.Builder> builders;
  private final ObjectProvider<LoadBalancerInterceptor> balancer;
  private final HttpClientSettings settings;
  private final ServiceSignature signature;
  private final String self;

  ServiceClients(
      ObjectProvider<RestClient.Builder> builders,
      ObjectProvider<LoadBalancerInterceptor> balancer,
      HttpClientSettings settings,
      ServiceSignature signature,
      String self) {
    this.builders = builders;
    this.balancer = balancer;
    this.settings = settings;
    this.signature = signature;
    this.self = self;
  }

  /**
   * A client whose requests go to an instance of a service.
   *
   * @param service its name in Eureka, such as {@code auth-service}
   */
  public RestClient to(String service) {
    return builders
        .getObject()
        .baseUrl("http://" + service)
        .requestFactory(factory())
        .requestInterceptor(signing())
        .requestInterceptor(
            (request, body, execution) -> balancer.getObject().intercept(request, body, execution))
        .build();
  }

  /**
   * A client whose requests go to one instance.
   *
   * @param instance its scheme, host and port
   */
  public RestClient at(URI instance) {
    return builders
        .getObject()
        .baseUrl(instance)
        .requestFactory(factory())
        .requestInterceptor(signing())
        .build();
  }

  private ClientHttpRequestFactory factory() {
    return ClientHttpRequestFactoryBuilder.jdk()
        .build(settings.withConnectTimeout(CONNECT).withReadTimeout(READ));
  }

  private ClientHttpRequestInterceptor signing() {
    return (request, body, execution) -> {
      String path = request.getURI().getRawPath();
      request
          .getHeaders()
          .set(TrustHeaders.SERVICE, signature.sign(self, request.getMethod().name(), path));
      return execution.execute(request, body);
    };
  }
}
