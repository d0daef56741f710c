package io.posthouse.gateway.directory;

import io.posthouse.gateway.caller.ServiceSigner;
import io.posthouse.gateway.key.KeyDirectory;
import io.posthouse.gateway.key.KeyGate;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerExchangeFilterFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.web.reactive.function.client.WebClient;

/** Auth-service's two sides: HTTP and events. */
@Configuration(proxyBeanMethods = false)
class DirectoryConfiguration {

  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration READ = Duration.ofSeconds(3);

  @Bean
  KeyDirectory keyDirectory(
      WebClient.Builder builder,
      ReactorLoadBalancerExchangeFilterFunction balancer,
      ObjectProvider<HttpClientSettings> settings,
      ServiceSigner signer) {
    HttpClientSettings times =
        settings.getIfAvailable(HttpClientSettings::defaults).withTimeouts(CONNECT, READ);
    WebClient client =
        builder
            .baseUrl("http://auth-service")
            .clientConnector(ClientHttpConnectorBuilder.reactor().build(times))
            .filter(balancer)
            .build();
    return new AuthService(client, signer);
  }

  @Bean
  AuthEvents authEvents(ConsumerFactory<?, ?> consumers, KeyGate gate) {
    return new AuthEvents(consumers, gate.changes(), InstantSource.system());
  }
}
