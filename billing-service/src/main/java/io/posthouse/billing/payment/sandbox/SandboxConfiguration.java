package io.posthouse.billing.payment.sandbox;

import io.posthouse.billing.payment.PaymentProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/** Switches the sandbox on. Off, none of it exists: its page and its callbacks are 404s. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("posthouse.payment.sandbox.enabled")
@EnableConfigurationProperties(SandboxProperties.class)
class SandboxConfiguration {

  private final InstantSource realTime = InstantSource.system();
  private final JsonMapper json = JsonMapper.builder().build();

  @Bean
  SandboxSignature sandboxSignature(SandboxProperties properties) {
    return new SandboxSignature(properties.secretBytes(), realTime);
  }

  @Bean
  SandboxPayments sandboxPayments(
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Clock clock,
      SandboxProperties properties) {
    return new SandboxPayments(jdbc, transactions, clock, realTime, properties.merchant(), json);
  }

  @Bean
  PaymentProvider sandboxProvider(
      SandboxPayments payments,
      SandboxSignature signature,
      SandboxProperties properties,
      Environment environment) {
    return new SandboxProvider(
        payments,
        signature,
        properties.merchant(),
        environment.getRequiredProperty("posthouse.public-url"),
        json);
  }

  /**
   * Calls back to {@code posthouse.payment.sandbox.callback-base-url}, the public endpoint unless
   * set.
   */
  @Bean
  SandboxDeliveries sandboxDeliveries(
      JdbcClient jdbc,
      RestClient.Builder http,
      SandboxSignature signature,
      Environment environment) {
    RestClient client =
        http.requestFactory(
                ClientHttpRequestFactoryBuilder.jdk()
                    .build(
                        HttpClientSettings.defaults()
                            .withConnectTimeout(Duration.ofSeconds(2))
                            .withReadTimeout(SandboxDeliveries.timeout())))
            .build();
    return new SandboxDeliveries(
        jdbc,
        client,
        () ->
            environment.getProperty(
                "posthouse.payment.sandbox.callback-base-url",
                environment.getRequiredProperty("posthouse.public-url")),
        signature,
        realTime);
  }
}
