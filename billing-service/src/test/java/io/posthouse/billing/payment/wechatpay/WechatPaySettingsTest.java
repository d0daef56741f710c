package io.posthouse.billing.payment.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.payment.PaymentAddresses;
import io.posthouse.billing.payment.PaymentProvider;
import io.posthouse.billing.payment.PaymentSessions;
import io.posthouse.billing.payment.TestSessions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A29: a provider without its secrets keeps the service from starting. */
class WechatPaySettingsTest {

  private static final String PREFIX = "posthouse.payment.wechatpay.";

  private static final KeyPair KEYS = rsa();

  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withUserConfiguration(WechatPayConfiguration.class)
          .withBean(PaymentSessions.class, TestSessions::none)
          .withBean(
              PaymentAddresses.class,
              () -> new PaymentAddresses("https://x.test", "https://x.test/"))
          .withPropertyValues(
              PREFIX + "enabled=true",
              PREFIX + "app-id=wx1",
              PREFIX + "merchant-id=1900000001",
              PREFIX + "merchant-serial=4A5B",
              PREFIX + "private-key=" + base64(KEYS.getPrivate().getEncoded()),
              PREFIX + "api-v3-key=01234567890123456789012345678901",
              PREFIX + "public-key-id=PUB_KEY_ID_01",
              PREFIX + "public-key=" + base64(KEYS.getPublic().getEncoded()));

  @Test
  void isThereWithItsSecrets() {
    service.run(context -> assertThat(context).hasSingleBean(PaymentProvider.class));
  }

  @ParameterizedTest
  @CsvSource({
    "app-id,''",
    "merchant-id,''",
    "merchant-serial,''",
    "private-key,''",
    "private-key,Y2FuYXJ5",
    "api-v3-key,''",
    "api-v3-key,canary",
    "public-key-id,''",
    "public-key,''",
    "public-key,canary!"
  })
  void aSettingThatIsNoneKeepsTheServiceFromStarting(String name, String value) {
    service
        .withPropertyValues(PREFIX + name + "=" + value)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining(PREFIX + name)
                    .hasMessageContaining("expected: ")
                    .hasMessageNotContaining("canary"));
  }

  private static String base64(byte[] key) {
    return Base64.getEncoder().encodeToString(key);
  }

  private static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
