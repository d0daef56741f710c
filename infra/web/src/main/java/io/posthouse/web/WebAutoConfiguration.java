package io.posthouse.web;

import io.posthouse.trust.SignedHeader;
import io.posthouse.trust.SigningSecrets;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.cloud.client.loadbalancer.LoadBalancerInterceptor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.client.RestClient;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Errors, people and signed calls for a Spring MVC service. */
@AutoConfiguration
@EnableConfigurationProperties({
  TrustProperties.class,
  IdentityProperties.class,
  WebProperties.class
})
@Import(ProblemAdvice.class)
public class WebAutoConfiguration {

  @Bean
  WebMvcConfigurer personArguments() {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new PersonArgumentResolver());
      }
    };
  }

  @Bean
  ServiceSignature serviceSignature(TrustProperties trust) {
    SigningSecrets secrets =
        SigningSecrets.parse("posthouse.trust.service-secrets", trust.serviceSecrets());
    return new ServiceSignature(new SignedHeader(secrets), InstantSource.system());
  }

  @Bean
  ServiceClients serviceClients(
      ObjectProvider<RestClient.Builder> builders,
      ObjectProvider<LoadBalancerInterceptor> balancer,
      ObjectProvider<HttpClientSettings> settings,
      ServiceSignature signature,
      @Value("${spring.application.name}") String self) {
    return new ServiceClients(
        builders, balancer, settings.getIfAvailable(HttpClientSettings::defaults), signature, self);
  }
}
