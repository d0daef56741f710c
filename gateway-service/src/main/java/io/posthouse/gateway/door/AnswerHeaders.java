package io.posthouse.gateway.door;

import io.posthouse.gateway.protocol.Protocol;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What every answer to a call with a key carries, whoever wrote it (protocols.md 3.5). */
final class AnswerHeaders {

  static final String REQUEST_ID = "x-posthouse-request-id";

  private AnswerHeaders() {}

  static void onCommit(ServerWebExchange exchange, Protocol protocol, String requestId) {
    exchange
        .getResponse()
        .beforeCommit(
            () -> {
              complete(exchange, protocol, requestId);
              return Mono.empty();
            });
  }

  private static void complete(ServerWebExchange exchange, Protocol protocol, String requestId) {
    HttpHeaders headers = exchange.getResponse().getHeaders();
    headers.set(REQUEST_ID, requestId);
    String own = protocol.requestIdHeader();
    if (own != null && !headers.containsHeader(own)) {
      headers.set(own, providerId(headers, requestId));
    }
    if (exchange.getRequest().getHeaders().containsHeader(HttpHeaders.ORIGIN)) {
      headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
      headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "*");
    }
  }

  /** The provider's id in whichever header it came, else ours. */
  private static String providerId(HttpHeaders headers, String requestId) {
    String id = headers.getFirst("request-id");
    if (id == null) {
      id = headers.getFirst("x-request-id");
    }
    return id == null ? requestId : id;
  }
}
