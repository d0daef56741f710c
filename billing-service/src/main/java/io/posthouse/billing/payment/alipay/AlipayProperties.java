package io.posthouse.billing.payment.alipay;

import io.posthouse.billing.payment.ProviderSettings;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Alipay's settings, read only when it is enabled.
 *
 * @param appId the application's id
 * @param sellerId the merchant's id (PID), {@code 2088…}
 * @param privateKey the application's: RSA, PKCS#8
 * @param alipayPublicKey Alipay's own, not the application's: RSA, X.509
 * @param baseUrl Alipay's gateway
 */
@ConfigurationProperties("posthouse.payment.alipay")
record AlipayProperties(
    @Nullable String appId,
    @Nullable String sellerId,
    @Nullable String privateKey,
    @Nullable String alipayPublicKey,
    @DefaultValue("https://openapi.alipay.com/gateway.do") String baseUrl) {

  private static final String PREFIX = "posthouse.payment.alipay.";

  String requiredAppId() {
    return ProviderSettings.required(PREFIX + "app-id", appId, "the application's id");
  }

  String requiredSellerId() {
    return ProviderSettings.required(PREFIX + "seller-id", sellerId, "the merchant's id, 2088…");
  }

  /** As the SDK takes it: base64 without lines. */
  String requiredPrivateKey() {
    return base64(ProviderSettings.privateKey(PREFIX + "private-key", privateKey).getEncoded());
  }

  String requiredAlipayKey() {
    return base64(
        ProviderSettings.publicKey(PREFIX + "alipay-public-key", alipayPublicKey).getEncoded());
  }

  private static String base64(byte[] key) {
    return Base64.getEncoder().encodeToString(key);
  }

  String address() {
    return ProviderSettings.address(PREFIX + "base-url", baseUrl);
  }

  @Override
  public String toString() {
    return "AlipayProperties[appId=" + appId + ", baseUrl=" + baseUrl + ", keys=***]";
  }
}
