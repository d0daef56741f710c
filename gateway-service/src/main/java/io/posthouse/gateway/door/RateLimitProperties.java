package io.posthouse.gateway.door;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The one published limit and where it is counted.
 *
 * @param store {@code memory}, or {@code redis} for more than one gateway
 */
@ConfigurationProperties("posthouse.rate-limit")
record RateLimitProperties(
    @DefaultValue("600") int requestsPerMinute,
    @DefaultValue("100") int concurrentCalls,
    @DefaultValue("10000000") long tokensPerMinute,
    @DefaultValue("memory") Store store) {

  enum Store {
    MEMORY,
    REDIS
  }
}
