package io.posthouse.gateway.routing;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.ReactiveLoadBalancerClientFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Goes to the next instance when one does not take the connection. At that point nothing of the
 * request was sent and its body was not read, so any method may be tried again. Right before the
 * load balancer.
 */
@Component
class ConnectFailover implements GlobalFilter, Ordered {

  private static final int MOST_ATTEMPTS = 3;

  private final Ejections ejections;

  ConnectFailover(Ejections ejections) {
    this.ejections = ejections;
  }

  @Override
  public int getOrder() {
    return ReactiveLoadBalancerClientFilter.LOAD_BALANCER_CLIENT_FILTER_ORDER - 10;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
    URI target = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
    if (target == null || !"lb".equals(target.getScheme())) {
      return chain.filter(exchange);
    }
    return attempt(exchange, chain, target, 1);
  }

  private Mono<Void> attempt(
      ServerWebExchange exchange, GatewayFilterChain chain, URI target, int number) {
    return chain
        .filter(exchange)
        .onErrorResume(
            ConnectFailover::isConnectFailure,
            failure -> {
              ServiceInstance refused = chosen(exchange);
              if (refused == null || number == MOST_ATTEMPTS) {
                return Mono.error(failure);
              }
              ejections.eject(refused);
              exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR, target);
              exchange.getAttributes().remove(ServerWebExchangeUtils.GATEWAY_ALREADY_ROUTED_ATTR);
              return attempt(exchange, chain, target, number + 1);
            });
  }

  private static @Nullable ServiceInstance chosen(ServerWebExchange exchange) {
    Response<ServiceInstance> response =
        exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_LOADBALANCER_RESPONSE_ATTR);
    return response == null ? null : response.getServer();
  }

  /** Netty's own exceptions are subtypes of these. */
  private static boolean isConnectFailure(Throwable failure) {
    return failure instanceof ConnectException
        || failure instanceof NoRouteToHostException
        || failure instanceof UnknownHostException;
  }
}
