package io.posthouse.gateway.site;

import io.posthouse.gateway.caller.ServiceSigner;
import java.time.Clock;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerExchangeFilterFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

/** Where the site's facts come from. */
@Configuration(proxyBeanMethods = false)
class SiteConfiguration {

  /** Ninety days of every model in every channel. */
  private static final int LARGEST_ANSWER = 16 * 1024 * 1024;

  @Bean
  RelayHealthFeed relayHealthFeed(
      WebClient.Builder builder,
      ReactorLoadBalancerExchangeFilterFunction balancer,
      ServiceSigner signer,
      Clock clock,
      SiteProperties site) {
    WebClient relay =
        builder
            .baseUrl("http://relay-operator")
            .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
            .filter(balancer)
            .build();
    return new RelayHealthFeed(relay, signer, clock, site.statusAge());
  }
}
