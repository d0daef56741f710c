package io.posthouse.gateway.door;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.posthouse.gateway.limit.MemoryRateLimiter;
import io.posthouse.gateway.limit.PublishedLimit;
import io.posthouse.gateway.limit.RateLimiter;
import io.posthouse.gateway.limit.RedisRateLimiter;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Where calls are counted. */
@Configuration(proxyBeanMethods = false)
class LimiterConfiguration {

  /** In this process. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(
      name = "posthouse.rate-limit.store",
      havingValue = "memory",
      matchIfMissing = true)
  static class InMemory {

    @Bean
    RateLimiter rateLimiter(PublishedLimit limit) {
      return new MemoryRateLimiter(limit, InstantSource.system());
    }
  }

  /**
   * In Redis, at {@code spring.data.redis.*}. Imported plainly: as an auto-configuration it is
   * excluded, so that a gateway without Redis has none of it.
   */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "posthouse.rate-limit.store", havingValue = "redis")
  @Import(DataRedisAutoConfiguration.class)
  static class InRedis {

    /** Without Redis a call is counted here at once, not after a wait for Redis. */
    @Bean
    LettuceClientOptionsBuilderCustomizer refuseAtOnce() {
      return options ->
          options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
    }

    @Bean(destroyMethod = "close")
    StatefulRedisConnection<byte[], byte[]> limiterConnection(LettuceConnectionFactory redis) {
      if (redis.getRequiredNativeClient() instanceof RedisClient client) {
        return client.connect(ByteArrayCodec.INSTANCE);
      }
      throw new IllegalStateException(
          "spring.data.redis: a cluster (expected: one server, or Sentinel's master)");
    }

    @Bean
    RateLimiter rateLimiter(
        PublishedLimit limit, StatefulRedisConnection<byte[], byte[]> connection) {
      return new RedisRateLimiter(
          limit,
          connection,
          InstantSource.system(),
          new MemoryRateLimiter(limit, InstantSource.system()));
    }
  }
}
