package io.posthouse.gateway.site;

import io.posthouse.gateway.limit.PublishedLimit;
import java.math.BigDecimal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/site}: what a client or page must know before anybody signs in. */
@RestController
@EnableConfigurationProperties(SiteProperties.class)
class SiteFacts {

  private static final List<String> LANGUAGES = List.of("en", "zh");

  private final Site site;

  /**
   * The answer.
   *
   * @param domain the public endpoint's host
   * @param refundPolicy {@code non-refundable} or {@code to-original-payment}
   */
  record Site(
      String brand,
      String domain,
      String url,
      Map<String, String> contacts,
      List<String> languages,
      String refundPolicy,
      TopUp topUp,
      RateLimit rateLimit) {}

  record TopUp(Money minimum, Money maximum) {}

  record Money(String amount, String currency) {}

  record RateLimit(int requestsPerMinute, int concurrentCalls, long tokensPerMinute) {}

  SiteFacts(
      SiteProperties properties,
      PublishedLimit limit,
      @Value("${posthouse.public-url}") String publicUrl,
      @Value("${posthouse.refund-policy:non-refundable}") String refundPolicy,
      @Value("${posthouse.top-up.minimum:1}") BigDecimal minimum,
      @Value("${posthouse.top-up.maximum:500}") BigDecimal maximum) {
    this.site =
        new Site(
            properties.brand(),
            URI.create(publicUrl).getHost(),
            publicUrl,
            contacts(properties),
            LANGUAGES,
            refundPolicy,
            new TopUp(cny(minimum), cny(maximum)),
            new RateLimit(
                limit.requestsPerMinute(), limit.concurrentCalls(), limit.tokensPerMinute()));
  }

  private static Map<String, String> contacts(SiteProperties properties) {
    Map<String, String> contacts = new LinkedHashMap<>();
    String email = properties.email();
    if (email != null && !email.isBlank()) {
      contacts.put("email", email);
    }
    String telegram = properties.telegram();
    if (telegram != null && !telegram.isBlank()) {
      contacts.put("telegram", telegram);
    }
    return contacts;
  }

  private static Money cny(BigDecimal amount) {
    return new Money(amount.toPlainString(), "CNY");
  }

  @GetMapping("/api/site")
  Site site() {
    return site;
  }
}
