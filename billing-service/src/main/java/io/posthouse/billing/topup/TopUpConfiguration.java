package io.posthouse.billing.topup;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** The module's settings. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({TopUpProperties.class, ExchangeRateProperties.class})
class TopUpConfiguration {}
