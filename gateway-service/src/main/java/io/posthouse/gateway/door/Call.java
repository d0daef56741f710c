package io.posthouse.gateway.door;

import io.posthouse.gateway.protocol.Protocol;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * A request to a path that takes an API key, once the key was accepted.
 *
 * @param requestId ours
 * @param protocol the form of its errors
 * @param callerHeader the signed header for the service
 */
record Call(String requestId, Protocol protocol, String callerHeader) {

  private static final String ATTRIBUTE = Call.class.getName();

  void attachTo(ServerWebExchange exchange) {
    exchange.getAttributes().put(ATTRIBUTE, this);
  }

  static @Nullable Call of(ServerWebExchange exchange) {
    return exchange.getAttribute(ATTRIBUTE);
  }
}
