package io.posthouse.billing.payment.stripe;

import com.stripe.StripeClient;
import io.posthouse.billing.payment.InstrumentHash;
import io.posthouse.billing.payment.PaymentAddresses;
import io.posthouse.billing.payment.PaymentProvider;
import io.posthouse.billing.payment.PaymentSessions;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Switches Stripe on. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("posthouse.payment.stripe.enabled")
@EnableConfigurationProperties(StripeProperties.class)
class StripeConfiguration {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 20_000;

  @Bean
  PaymentProvider stripeProvider(
      StripeProperties properties, PaymentSessions sessions, PaymentAddresses addresses) {
    String webhookSecret = properties.requiredWebhookSecret();
    StripeClient client =
        StripeClient.builder()
            .setApiKey(properties.requiredKey())
            .setApiBase(properties.address())
            .setConnectTimeout(CONNECT_MILLIS)
            .setReadTimeout(READ_MILLIS)
            .setMaxNetworkRetries(0)
            .build();
    StripeCharges charges = new StripeCharges(properties.live(), new InstrumentHash(webhookSecret));
    return new StripeProvider(
        new StripeCheckout(client, sessions, addresses),
        new StripeEvents(
            webhookSecret, charges, new StripeDisputes(client, charges), InstantSource.system()),
        charges,
        new StripeRefunds(client),
        new StripeStatement(client),
        addresses);
  }
}
