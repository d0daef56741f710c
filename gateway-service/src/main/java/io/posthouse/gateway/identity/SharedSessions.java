package io.posthouse.gateway.identity;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.data.redis.config.annotation.web.server.EnableRedisWebSession;

/**
 * Browser sessions in Redis, where several gateways share it (contracts.md: more than one gateway
 * needs Redis for the rate limit and for sessions alike). Else they are in memory, and end with the
 * process.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "posthouse.rate-limit.store", havingValue = "redis")
@EnableRedisWebSession(
    maxInactiveIntervalInSeconds = SharedSessions.IDLE_SECONDS,
    redisNamespace = "posthouse:session")
class SharedSessions {

  static final int IDLE_SECONDS = 30 * 60;
}
