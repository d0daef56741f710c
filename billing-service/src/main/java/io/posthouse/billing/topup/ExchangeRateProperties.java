package io.posthouse.billing.topup;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where exchange rates come from.
 *
 * @param feedUrl answers JSON like {@code {"base":"USD","rates":{"CNY":7.12}}} to a GET; null for
 *     no feed
 * @param feedInterval between two fetches
 * @param initialCnyPerUsd what counts until the feed first answered; null for none
 */
@ConfigurationProperties("posthouse.exchange-rate")
record ExchangeRateProperties(
    @Nullable URI feedUrl,
    @DefaultValue("10m") Duration feedInterval,
    @Nullable BigDecimal initialCnyPerUsd) {

  ExchangeRateProperties {
    boolean noFeed = feedUrl == null || feedUrl.toString().isBlank();
    if (noFeed && initialCnyPerUsd == null) {
      throw new IllegalArgumentException(
          "posthouse.exchange-rate: neither feed-url nor initial-cny-per-usd is set (expected: one of them)");
    }
    feedUrl = noFeed ? null : feedUrl;
  }
}
