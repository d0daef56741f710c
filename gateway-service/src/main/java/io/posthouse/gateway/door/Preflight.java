package io.posthouse.gateway.door;

import io.posthouse.gateway.protocol.Surface;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The CORS preflight of the paths that take a key. Any origin may ask: there is no cookie on these
 * paths, only the key that the page itself sends.
 */
final class Preflight {

  private Preflight() {}

  static Mono<Void> answer(ServerWebExchange exchange, Surface surface) {
    HttpHeaders asked = exchange.getRequest().getHeaders();
    HttpHeaders headers = exchange.getResponse().getHeaders();
    String allow = surface.allow();
    headers.set(HttpHeaders.ALLOW, allow);
    if (asked.containsHeader(HttpHeaders.ORIGIN)) {
      headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, allow);
      String names = asked.getFirst(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
      headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, names == null ? "*" : names);
      headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "86400");
      headers.add(HttpHeaders.VARY, "Origin, Access-Control-Request-Headers");
    }
    exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
    return exchange.getResponse().setComplete();
  }
}
