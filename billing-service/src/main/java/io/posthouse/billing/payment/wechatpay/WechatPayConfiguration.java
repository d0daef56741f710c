package io.posthouse.billing.payment.wechatpay;

import com.wechat.pay.java.core.RSAPublicKeyConfig;
import io.posthouse.billing.payment.InstrumentHash;
import io.posthouse.billing.payment.PaymentAddresses;
import io.posthouse.billing.payment.PaymentProvider;
import io.posthouse.billing.payment.PaymentSessions;
import java.net.URI;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Switches WeChat Pay on. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("posthouse.payment.wechatpay.enabled")
@EnableConfigurationProperties(WechatPayProperties.class)
class WechatPayConfiguration {

  @Bean
  PaymentProvider wechatPayProvider(
      WechatPayProperties properties, PaymentSessions sessions, PaymentAddresses addresses) {
    RSAPublicKeyConfig config = properties.config();
    WechatPayHttp http =
        new WechatPayHttp(
            config.createCredential(), config.createValidator(), URI.create(properties.address()));
    WechatPayMerchant merchant =
        new WechatPayMerchant(properties.requiredAppId(), properties.requiredMerchant());
    WechatPayTransactions transactions =
        new WechatPayTransactions(merchant, new InstrumentHash(properties.requiredApiKey()));
    return new WechatPayProvider(
        new WechatPayOrders(http, merchant, transactions, sessions, addresses),
        new WechatPayCallbacks(config, transactions, InstantSource.system()),
        new WechatPayRefunds(http),
        new WechatPayBills(http, config.createDecryptor()),
        addresses);
  }
}
