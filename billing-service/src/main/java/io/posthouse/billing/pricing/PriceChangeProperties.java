package io.posthouse.billing.pricing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The notice before a channel's price changes (P24).
 *
 * @param notice at least 168 h; a shorter value stops the start
 */
@ConfigurationProperties("posthouse.price-change")
public record PriceChangeProperties(@DefaultValue("168h") Duration notice) {

  /** The shortest notice there may be: what customers are promised. */
  public static final Duration SHORTEST = Duration.ofDays(7);

  /**
   * @throws IllegalArgumentException if the notice is shorter than promised
   */
  public PriceChangeProperties {
    if (notice.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "posthouse.price-change.notice: "
              + notice
              + " (expected: >= 168h, nobody can shorten it)");
    }
  }
}
