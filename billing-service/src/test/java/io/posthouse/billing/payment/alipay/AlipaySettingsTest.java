package io.posthouse.billing.payment.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.payment.PaymentAddresses;
import io.posthouse.billing.payment.PaymentProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A29: a provider without its secrets keeps the service from starting. */
class AlipaySettingsTest {

  private static final KeyPair STRONG = rsa(2048);
  private static final KeyPair WEAK = rsa(1024);

  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withUserConfiguration(AlipayConfiguration.class)
          .withBean(
              PaymentAddresses.class,
              () -> new PaymentAddresses("https://x.test", "https://x.test/"))
          .withPropertyValues(
              "posthouse.payment.alipay.enabled=true",
              "posthouse.payment.alipay.app-id=2021",
              "posthouse.payment.alipay.seller-id=2088",
              "posthouse.payment.alipay.private-key=" + base64(STRONG.getPrivate().getEncoded()),
              "posthouse.payment.alipay.alipay-public-key="
                  + base64(STRONG.getPublic().getEncoded()));

  @Test
  void isThereWithItsSecrets() {
    service.run(context -> assertThat(context).hasSingleBean(PaymentProvider.class));
  }

  @ParameterizedTest
  @CsvSource({
    "app-id,''",
    "seller-id,''",
    "private-key,''",
    "private-key,Y2FuYXJ5",
    "private-key,canary!",
    "alipay-public-key,''",
    "alipay-public-key,Y2FuYXJ5"
  })
  void aSettingThatIsNoneKeepsTheServiceFromStarting(String name, String value) {
    service
        .withPropertyValues("posthouse.payment.alipay." + name + "=" + value)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("posthouse.payment.alipay." + name)
                    .hasMessageContaining("expected: ")
                    .hasMessageNotContaining("canary"));
  }

  @Test
  void aShortKeyKeepsTheServiceFromStarting() {
    service
        .withPropertyValues(
            "posthouse.payment.alipay.alipay-public-key=" + base64(WEAK.getPublic().getEncoded()))
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("1024 bits (expected: >= 2048)"));
  }

  private static String base64(byte[] key) {
    return Base64.getEncoder().encodeToString(key);
  }

  private static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
