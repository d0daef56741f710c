package io.posthouse.billing.payment.stripe;

import io.posthouse.billing.payment.ProviderSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Stripe's settings, read only when it is enabled.
 *
 * @param secretKey {@code sk_live_…}, {@code sk_test_…}, or a restricted {@code rk_…} one
 * @param webhookSecret the endpoint's signing secret, {@code whsec_…}
 * @param baseUrl Stripe's API
 */
@ConfigurationProperties("posthouse.payment.stripe")
record StripeProperties(
    @Nullable String secretKey,
    @Nullable String webhookSecret,
    @DefaultValue("https://api.stripe.com") String baseUrl) {

  private static final String PREFIX = "posthouse.payment.stripe.";

  String requiredKey() {
    String key =
        ProviderSettings.required(PREFIX + "secret-key", secretKey, "sk_live_…, sk_test_… or rk_…");
    if (!key.matches("(sk|rk)_(live|test)_\\S+")) {
      throw new IllegalStateException(
          PREFIX + "secret-key: not one (expected: sk_live_…, sk_test_… or rk_…)");
    }
    return key;
  }

  String requiredWebhookSecret() {
    String secret = ProviderSettings.required(PREFIX + "webhook-secret", webhookSecret, "whsec_…");
    if (!secret.matches("whsec_\\S{16,}")) {
      throw new IllegalStateException(PREFIX + "webhook-secret: not one (expected: whsec_…)");
    }
    return secret;
  }

  String address() {
    return ProviderSettings.address(PREFIX + "base-url", baseUrl);
  }

  /** Whether real money moves: what the secret key says. */
  boolean live() {
    return requiredKey().matches("(sk|rk)_live_.*");
  }

  @Override
  public String toString() {
    return "StripeProperties[baseUrl=" + baseUrl + ", secrets=***]";
  }
}
