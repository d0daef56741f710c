package io.posthouse.billing.payment.wechatpay;

import com.wechat.pay.java.core.RSAPublicKeyConfig;
import io.posthouse.billing.payment.ProviderSettings;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * WeChat Pay's settings, read only when it is enabled.
 *
 * @param appId the application that the merchant is bound to, {@code wx…}
 * @param merchantId the merchant's number
 * @param merchantSerial the serial number of the merchant's certificate
 * @param privateKey the merchant's: RSA, PKCS#8
 * @param apiV3Key 32 characters; seals what callbacks carry
 * @param publicKeyId which of WeChat Pay's public keys, {@code PUB_KEY_ID_…}
 * @param publicKey WeChat Pay's own: RSA, X.509
 * @param baseUrl WeChat Pay's API
 */
@ConfigurationProperties("posthouse.payment.wechatpay")
record WechatPayProperties(
    @Nullable String appId,
    @Nullable String merchantId,
    @Nullable String merchantSerial,
    @Nullable String privateKey,
    @Nullable String apiV3Key,
    @Nullable String publicKeyId,
    @Nullable String publicKey,
    @DefaultValue("https://api.mch.weixin.qq.com") String baseUrl) {

  private static final String PREFIX = "posthouse.payment.wechatpay.";
  private static final int API_KEY_BYTES = 32;

  String requiredAppId() {
    return ProviderSettings.required(PREFIX + "app-id", appId, "the application's id, wx…");
  }

  String requiredMerchant() {
    return ProviderSettings.required(PREFIX + "merchant-id", merchantId, "the merchant's number");
  }

  String requiredApiKey() {
    String key =
        ProviderSettings.required(PREFIX + "api-v3-key", apiV3Key, API_KEY_BYTES + " characters");
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    if (bytes != API_KEY_BYTES) {
      throw new IllegalStateException(
          PREFIX + "api-v3-key: " + bytes + " bytes (expected: " + API_KEY_BYTES + ")");
    }
    return key;
  }

  /** The SDK's form of it; every secret must be there. */
  RSAPublicKeyConfig config() {
    return new RSAPublicKeyConfig.Builder()
        .merchantId(requiredMerchant())
        .merchantSerialNumber(
            ProviderSettings.required(
                PREFIX + "merchant-serial", merchantSerial, "the certificate's serial number"))
        .privateKey(ProviderSettings.privateKey(PREFIX + "private-key", privateKey))
        .publicKeyId(
            ProviderSettings.required(PREFIX + "public-key-id", publicKeyId, "PUB_KEY_ID_…"))
        .publicKey(ProviderSettings.publicKey(PREFIX + "public-key", publicKey))
        .apiV3Key(requiredApiKey())
        .build();
  }

  String address() {
    return ProviderSettings.address(PREFIX + "base-url", baseUrl);
  }

  @Override
  public String toString() {
    return "WechatPayProperties[merchantId=" + merchantId + ", baseUrl=" + baseUrl + ", keys=***]";
  }
}
