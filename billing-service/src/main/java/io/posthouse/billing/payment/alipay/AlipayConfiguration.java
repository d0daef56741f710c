package io.posthouse.billing.payment.alipay;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayConfig;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.internal.util.AlipayLogger;
import io.posthouse.billing.payment.InstrumentHash;
import io.posthouse.billing.payment.PaymentAddresses;
import io.posthouse.billing.payment.PaymentProvider;
import java.net.URI;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Switches Alipay on. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("posthouse.payment.alipay.enabled")
@EnableConfigurationProperties(AlipayProperties.class)
class AlipayConfiguration {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 20_000;

  @Bean
  PaymentProvider alipayProvider(AlipayProperties properties, PaymentAddresses addresses) {
    AlipayLogger.setNeedEnableLogger(false);
    String appId = properties.requiredAppId();
    String sellerId = properties.requiredSellerId();
    String alipayKey = properties.requiredAlipayKey();
    AlipayGateway gateway = new AlipayGateway(client(properties, appId, alipayKey));
    InstrumentHash instruments = new InstrumentHash(properties.requiredPrivateKey());
    return new AlipayProvider(
        gateway,
        new AlipayCallbacks(
            new AlipayCallbacks.Merchant(appId, sellerId, alipayKey),
            instruments,
            InstantSource.system()),
        new AlipayBills(gateway, URI.create(properties.address())),
        instruments,
        addresses);
  }

  private static DefaultAlipayClient client(
      AlipayProperties properties, String appId, String alipayKey) {
    AlipayConfig config = new AlipayConfig();
    config.setServerUrl(properties.address());
    config.setAppId(appId);
    config.setPrivateKey(properties.requiredPrivateKey());
    config.setAlipayPublicKey(alipayKey);
    config.setSignType(AlipayCallbacks.RSA2);
    config.setFormat("json");
    config.setCharset("UTF-8");
    config.setConnectTimeout(CONNECT_MILLIS);
    config.setReadTimeout(READ_MILLIS);
    try {
      return new DefaultAlipayClient(config);
    } catch (AlipayApiException unusable) {
      throw new IllegalStateException(
          "posthouse.payment.alipay: not accepted by Alipay's SDK: " + unusable.getErrCode());
    }
  }
}
