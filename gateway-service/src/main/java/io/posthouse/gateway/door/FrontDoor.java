package io.posthouse.gateway.door;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.tracing.TraceContext;
import io.posthouse.gateway.protocol.Protocol;
import io.posthouse.gateway.protocol.RawPath;
import io.posthouse.gateway.protocol.Refusal;
import io.posthouse.gateway.protocol.Surface;
import io.posthouse.gateway.protocol.Surfaces;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * The first filter: sorts requests into probes, calls with a key, and everything else. Sets the
 * trace id on every answer.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class FrontDoor implements WebFilter {

  private static final String TELEMETRY = "/api/event_logging/";

  private final KeyedCalls calls;
  private final BodyLimit bodies;

  FrontDoor(KeyedCalls calls, BodyLimit bodies) {
    this.calls = calls;
    this.bodies = bodies;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    ServerHttpRequest request = exchange.getRequest();
    String path = request.getPath().value();
    exchange
        .getResponse()
        .beforeCommit(
            () -> {
              nameTrace(exchange);
              return Mono.empty();
            });
    if (!RawPath.isClean(path)) {
      return refuse(exchange, Refusal.BAD_REQUEST);
    }
    Surface surface = Surfaces.of(path);
    if (surface != null) {
      return calls.handle(exchange, chain, surface);
    }
    HttpStatus probe = probe(request, path);
    if (probe != null) {
      return Replies.empty(exchange, probe);
    }
    if (bodies.isExceededBy(request.getHeaders())) {
      return refuse(exchange, Refusal.TOO_LARGE);
    }
    return chain.filter(bodies.count(exchange));
  }

  /** The answer of a probe (protocols.md 1.1), or null for other requests. */
  private static @Nullable HttpStatus probe(ServerHttpRequest request, String path) {
    String method = request.getMethod().name();
    if (path.startsWith(TELEMETRY)) {
      return method.equals("POST") ? HttpStatus.OK : null;
    }
    boolean reads = method.equals("GET") || method.equals("HEAD");
    return switch (path) {
      case "/health", "/api/hello" -> reads ? HttpStatus.OK : null;
      case "/" -> reads && !wantsPage(request) ? HttpStatus.OK : null;
      default -> null;
    };
  }

  private static boolean wantsPage(ServerHttpRequest request) {
    String accept = request.getHeaders().getFirst(HttpHeaders.ACCEPT);
    return accept != null && accept.contains("text/html");
  }

  private static Mono<Void> refuse(ServerWebExchange exchange, Refusal refusal) {
    Protocol protocol = Failures.protocolOf(exchange);
    return Replies.refuse(
        exchange, protocol, refusal, UuidCreator.getTimeOrderedEpochFast().toString());
  }

  private static void nameTrace(ServerWebExchange exchange) {
    TraceContext trace = Traces.of(exchange);
    if (trace != null) {
      exchange.getResponse().getHeaders().set(Traces.HEADER, trace.traceId());
    }
  }
}
