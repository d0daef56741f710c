package io.posthouse.billing.topup;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the feed for the rate, when one is configured. Its answer is {@code
 * {"base":"USD","rates":{"CNY":7.12}}}, a number or a decimal string, other fields ignored, at most
 * 64 KiB. Whatever goes wrong, the last known rate stays.
 */
@Component
class ExchangeRateFeed implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(ExchangeRateFeed.class);
  private static final int LONGEST = 64 * 1024;

  private final @Nullable URI url;
  private final ExchangeRates rates;
  private final RestClient http;
  private final JsonMapper json =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private final ExecutorService fetching = Executors.newVirtualThreadPerTaskExecutor();

  ExchangeRateFeed(
      ExchangeRateProperties properties, ExchangeRates rates, RestClient.Builder http) {
    this.url = properties.feedUrl();
    this.rates = rates;
    this.http =
        http.requestFactory(
                ClientHttpRequestFactoryBuilder.jdk()
                    .build(
                        HttpClientSettings.defaults()
                            .withConnectTimeout(Duration.ofSeconds(3))
                            .withReadTimeout(Duration.ofSeconds(10))))
            .build();
  }

  /** Not on the scheduler's own thread, which others need. */
  @Scheduled(fixedDelayString = "${posthouse.exchange-rate.feed-interval:10m}")
  void refresh() {
    if (url != null) {
      fetching.execute(this::fetch);
    }
  }

  /** Fetches once. */
  void fetch() {
    URI from = url;
    if (from == null) {
      return;
    }
    try {
      Optional<BigDecimal> rate =
          http.get()
              .uri(from)
              .exchange(
                  (request, response) ->
                      response.getStatusCode().is2xxSuccessful()
                          ? read(response.getBody())
                          : Optional.empty());
      rate.ifPresentOrElse(
          rates::fed,
          () ->
              log.warn(
                  "the exchange rate feed did not answer with a rate; the last known one stays"));
    } catch (RestClientException | JacksonException failed) {
      log.warn("the exchange rate feed failed; the last known rate stays: {}", failed.getMessage());
    } catch (RuntimeException failed) {
      log.error("the exchange rate could not be kept", failed);
    }
  }

  private Optional<BigDecimal> read(InputStream body) throws IOException {
    JsonNode answer = json.readTree(body.readNBytes(LONGEST));
    JsonNode rate = answer.path("rates").path("CNY");
    if (!"USD".equals(answer.path("base").asString(""))) {
      return Optional.empty();
    }
    if (rate.isNumber()) {
      return Optional.of(rate.decimalValue());
    }
    return rate.isString() ? decimal(rate.stringValue()) : Optional.empty();
  }

  private static Optional<BigDecimal> decimal(String text) {
    try {
      return text.length() > 30 ? Optional.empty() : Optional.of(new BigDecimal(text));
    } catch (NumberFormatException notNumber) {
      return Optional.empty();
    }
  }

  @Override
  public void destroy() {
    fetching.shutdownNow();
  }
}
