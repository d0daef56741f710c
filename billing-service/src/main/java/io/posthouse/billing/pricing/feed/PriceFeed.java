package io.posthouse.billing.pricing.feed;

import io.posthouse.billing.pricing.PriceRefusal;
import io.posthouse.billing.pricing.PriceUpdates;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.HttpHeaders;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import tools.jackson.core.JacksonException;

/**
 * Fetches the price list, and takes what is pushed. Whatever goes wrong, the prices in force stay.
 */
@Component
@EnableConfigurationProperties(PriceFeedProperties.class)
class PriceFeed implements DisposableBean {

  /** The list is about 2 MB. */
  static final int LONGEST = 32 * 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(PriceFeed.class);

  private final PriceFeedProperties properties;
  private final PriceUpdates updates;
  private final RestClient http;
  private final AtomicReference<@Nullable String> tag = new AtomicReference<>();
  private final AtomicBoolean busy = new AtomicBoolean();
  private final ExecutorService fetching = Executors.newVirtualThreadPerTaskExecutor();

  PriceFeed(PriceFeedProperties properties, PriceUpdates updates, RestClient.Builder http) {
    this.properties = properties;
    this.updates = updates;
    this.http =
        http.requestFactory(
                ClientHttpRequestFactoryBuilder.jdk()
                    .build(
                        HttpClientSettings.defaults()
                            .withConnectTimeout(Duration.ofSeconds(5))
                            .withReadTimeout(Duration.ofSeconds(20))))
            .build();
  }

  /** How many prices are in force anew, and how many wait for an operator. */
  record Outcome(int inForce, int waiting) {}

  /** Not on the scheduler's own thread, which others need; one fetch at a time. */
  @Scheduled(fixedDelayString = "${posthouse.price-feed.interval:30s}")
  void refresh() {
    URI url = properties.url();
    if (url != null && busy.compareAndSet(false, true)) {
      fetching.execute(
          () -> {
            try {
              fetch(url);
            } catch (RuntimeException failed) {
              log.warn("the price feed failed; the prices in force stay", failed);
            } finally {
              busy.set(false);
            }
          });
    }
  }

  /** Fetches once; an unchanged list is not read again. */
  void fetch(URI url) {
    String known = tag.get();
    byte[] list =
        http.get()
            .uri(url)
            .headers(
                headers -> {
                  if (known != null) {
                    headers.set(HttpHeaders.IF_NONE_MATCH, known);
                  }
                })
            .exchange(
                (request, response) -> {
                  if (response.getStatusCode().value() == 304) {
                    return new byte[0];
                  }
                  if (!response.getStatusCode().is2xxSuccessful()) {
                    throw new IOException("status " + response.getStatusCode().value());
                  }
                  byte[] body = response.getBody().readNBytes(LONGEST);
                  tag.set(response.getHeaders().getETag());
                  return body;
                });
    if (list != null && list.length > 0) {
      take(list);
    }
  }

  /**
   * Takes a list, model by model: one that is refused does not keep the others.
   *
   * @throws IllegalArgumentException if it is no price list
   */
  Outcome take(byte[] list) {
    int inForce = 0;
    int waiting = 0;
    try {
      for (var entry : PriceList.read(list, updates.models()).entrySet()) {
        String source = entry.getValue().sourceUrl();
        try {
          switch (updates.take(
              entry.getKey(),
              entry.getValue().tariff(),
              source == null ? properties.sourceUrl() : source)) {
            case IN_FORCE -> inForce++;
            case WAITING -> waiting++;
            case KNOWN -> {}
          }
        } catch (PriceRefusal refused) {
          log.warn(
              "a price of the feed was refused, model {}: {}",
              entry.getKey(),
              refused.getMessage());
        }
      }
    } catch (JacksonException notJson) {
      throw new IllegalArgumentException("price list: not JSON", notJson);
    }
    return new Outcome(inForce, waiting);
  }

  @Override
  public void destroy() {
    fetching.shutdownNow();
  }
}
