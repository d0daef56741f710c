package io.posthouse.gateway.door;

import io.posthouse.gateway.limit.PublishedLimit;
import io.posthouse.gateway.limit.RateLimiter;
import io.posthouse.gateway.limit.Standing;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code GET /v1/limits}: the published limit, what is left of it, and why the last 429 came. */
@Component
class LimitsReply {

  private final PublishedLimit limit;
  private final RateLimiter limiter;

  LimitsReply(PublishedLimit limit, RateLimiter limiter) {
    this.limit = limit;
    this.limiter = limiter;
  }

  Mono<Void> answer(ServerWebExchange exchange, String keyId) {
    return Mono.fromCompletionStage(limiter.standing(keyId))
        .flatMap(standing -> Replies.json(exchange, () -> json(standing)));
  }

  private String json(Standing standing) {
    long calls = Math.max(0, limit.concurrentCalls() - standing.runningCalls());
    return "{\"requestsPerMinute\":{\"limit\":"
        + limit.requestsPerMinute()
        + ",\"remaining\":"
        + standing.remainingRequests()
        + "},\"concurrentCalls\":{\"limit\":"
        + limit.concurrentCalls()
        + ",\"remaining\":"
        + calls
        + "},\"tokensPerMinute\":{\"limit\":"
        + limit.tokensPerMinute()
        + "},\"lastRefusal\":"
        + last(standing)
        + "}";
  }

  private static String last(Standing standing) {
    Standing.LastRefusal last = standing.last();
    return last == null
        ? "null"
        : "{\"cause\":\""
            + last.cause().word()
            + "\",\"at\":\""
            + last.at()
            + "\",\"retryAfterSeconds\":"
            + last.retrySeconds()
            + "}";
  }
}
