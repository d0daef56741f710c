package io.posthouse.billing.pricing.feed;

import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where official prices come from beside operators.
 *
 * @param url the price list; null for none
 * @param interval between two fetches; at most 60 s, so that a change is in force within a minute
 * @param sourceUrl what a version's source is when the list does not say
 * @param pushSecret base64, 32 bytes or more; null for no pushes
 */
@ConfigurationProperties("posthouse.price-feed")
record PriceFeedProperties(
    @Nullable URI url,
    @DefaultValue("30s") Duration interval,
    @DefaultValue(
            "https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json")
        String sourceUrl,
    @Nullable String pushSecret) {

  private static final int MINIMUM_BYTES = 32;
  private static final Duration MOST = Duration.ofMinutes(1);

  PriceFeedProperties {
    if (url != null && url.toString().isBlank()) {
      url = null;
    }
    if (!interval.isPositive() || interval.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "posthouse.price-feed.interval: " + interval + " (expected: above 0, at most 60s)");
    }
  }

  /** The secret; null when pushes are off. */
  byte @Nullable [] pushSecretBytes() {
    String text = pushSecret();
    if (text == null) {
      return null;
    }
    byte[] bytes = decode(text.strip());
    if (bytes.length < MINIMUM_BYTES) {
      throw new IllegalStateException(
          "posthouse.price-feed.push-secret: "
              + bytes.length
              + " bytes (expected: >= "
              + MINIMUM_BYTES
              + ")");
    }
    return bytes;
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      // The cause is left out: its message may quote the secret.
      throw new IllegalStateException("posthouse.price-feed.push-secret: not base64");
    }
  }

  @Override
  public String toString() {
    return "PriceFeedProperties[url=" + url + ", interval=" + interval + ", pushSecret=***]";
  }
}
