package io.posthouse.notification.pricechange;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How price changes are announced.
 *
 * @param notice how long ahead, 168 hours or more (P24)
 * @param secondPerson whether a second support person must confirm before a change goes out
 */
@ConfigurationProperties("posthouse.price-change")
record PriceChangeProperties(
    @DefaultValue("168h") Duration notice, @DefaultValue("false") boolean secondPerson) {

  PriceChangeProperties {
    if (notice.compareTo(NoticePeriod.LEAST) < 0) {
      throw new IllegalArgumentException(
          "posthouse.price-change.notice: "
              + notice.toHours()
              + "h (expected: >= 168h; customers are promised 7 days' notice and nobody can shorten it)");
    }
  }
}
