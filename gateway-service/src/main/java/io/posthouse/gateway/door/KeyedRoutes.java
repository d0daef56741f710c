package io.posthouse.gateway.door;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.gateway.protocol.Refusal;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Fails closed: a route with the metadata {@code needs-key} is never taken by a request whose key
 * was not accepted, however its path was written. First of the route's filters.
 */
@Component
public class KeyedRoutes implements GlobalFilter, Ordered {

  /** Whether the key of this request was accepted. */
  public static boolean isKeyed(ServerWebExchange exchange) {
    return Call.of(exchange) != null;
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
    Route route = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
    boolean needsKey = route != null && route.getMetadata().containsKey("needs-key");
    if (needsKey && !isKeyed(exchange)) {
      return Replies.refuse(
          exchange,
          Failures.protocolOf(exchange),
          Refusal.NOT_FOUND,
          UuidCreator.getTimeOrderedEpochFast().toString());
    }
    return chain.filter(exchange);
  }
}
