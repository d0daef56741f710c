package io.posthouse.gateway.door;

import io.posthouse.gateway.caller.CallerSigner;
import io.posthouse.gateway.caller.ServiceSigner;
import io.posthouse.gateway.key.Guesses;
import io.posthouse.gateway.key.KeyDirectory;
import io.posthouse.gateway.key.KeyGate;
import io.posthouse.gateway.key.KeyTimes;
import io.posthouse.gateway.key.Peppers;
import io.posthouse.gateway.limit.PublishedLimit;
import io.posthouse.trust.SignedHeader;
import io.posthouse.trust.SigningSecrets;
import java.time.Clock;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.util.unit.DataSize;

/** Puts the framework-free cores together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  KeyProperties.class,
  TrustProperties.class,
  RateLimitProperties.class
})
class DoorConfiguration {

  @Bean
  KeyGate keyGate(KeyProperties keys, KeyDirectory directory, Clock business) {
    return new KeyGate(
        Peppers.parse("posthouse.keys.peppers", keys.peppers()),
        directory,
        new KeyTimes(keys.fresh(), keys.rested(), keys.patience(), keys.kept(), keys.unknown()),
        new Guesses(keys.badKeysPerMinute(), System::nanoTime),
        business,
        System::nanoTime);
  }

  @Bean
  CallerSigner callerSigner(TrustProperties trust) {
    SigningSecrets secrets =
        SigningSecrets.parse("posthouse.trust.caller-secrets", trust.callerSecrets());
    return new CallerSigner(new SignedHeader(secrets), InstantSource.system());
  }

  @Bean
  ServiceSigner serviceSigner(
      TrustProperties trust, @Value("${spring.application.name}") String self) {
    SigningSecrets secrets =
        SigningSecrets.parse("posthouse.trust.service-secrets", trust.serviceSecrets());
    return new ServiceSigner(new SignedHeader(secrets), InstantSource.system(), self);
  }

  @Bean
  PublishedLimit publishedLimit(RateLimitProperties limit) {
    return new PublishedLimit(
        limit.requestsPerMinute(), limit.concurrentCalls(), limit.tokensPerMinute());
  }

  @Bean
  BodyLimit bodyLimit(@Value("${posthouse.body-limit:32MB}") DataSize limit) {
    return new BodyLimit(limit.toBytes());
  }

  /** Paths are judged by {@link FrontDoor}, before Spring Security sees them. */
  @Bean
  ServerWebExchangeFirewall firewall() {
    return ServerWebExchangeFirewall.INSECURE_NOOP;
  }
}
