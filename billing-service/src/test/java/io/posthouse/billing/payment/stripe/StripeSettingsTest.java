package io.posthouse.billing.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.payment.PaymentAddresses;
import io.posthouse.billing.payment.PaymentProvider;
import io.posthouse.billing.payment.PaymentSessions;
import io.posthouse.billing.payment.TestSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A29: a provider without its secrets keeps the service from starting. */
class StripeSettingsTest {

  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withUserConfiguration(StripeConfiguration.class)
          .withBean(PaymentSessions.class, TestSessions::none)
          .withBean(
              PaymentAddresses.class,
              () -> new PaymentAddresses("https://x.test", "https://x.test/"))
          .withPropertyValues(
              "posthouse.payment.stripe.enabled=true",
              "posthouse.payment.stripe.secret-key=sk_test_canary0123456789",
              "posthouse.payment.stripe.webhook-secret=whsec_canary0123456789");

  @Test
  void isThereWithItsSecrets() {
    service.run(context -> assertThat(context).hasSingleBean(PaymentProvider.class));
  }

  @Test
  void isNotThereUnlessItIsSwitchedOn() {
    service
        .withPropertyValues("posthouse.payment.stripe.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(PaymentProvider.class));
  }

  @ParameterizedTest
  @CsvSource({
    "secret-key,''",
    "secret-key,'  '",
    "secret-key,canary",
    "webhook-secret,''",
    "webhook-secret,whsec_",
    "webhook-secret,canary",
    "base-url,ftp://canary",
    "base-url,https://canary/"
  })
  void aSettingThatIsNoneKeepsTheServiceFromStarting(String name, String value) {
    service
        .withPropertyValues("posthouse.payment.stripe." + name + "=" + value)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("posthouse.payment.stripe." + name)
                    .hasMessageContaining("expected: ")
                    .hasMessageNotContaining("canary"));
  }
}
