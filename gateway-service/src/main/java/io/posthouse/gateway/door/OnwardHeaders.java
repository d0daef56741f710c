package io.posthouse.gateway.door;

import io.micrometer.tracing.TraceContext;
import io.posthouse.gateway.edge.ClientAddresses;
import io.posthouse.gateway.key.Credentials;
import io.posthouse.trust.TrustHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * The headers a service gets, made in one pass: what a caller may not say is left out, what the
 * gateway knows is added (resilience.md A20, A21). Last of the header filters: Spring Cloud
 * Gateway's own drop every forwarding header, ours included.
 */
@Component
class OnwardHeaders implements HttpHeadersFilter, Ordered {

  private static final Set<String> DROPPED =
      Set.of(
          "forwarded",
          "via",
          "x-real-ip",
          "x-client-ip",
          "x-cluster-client-ip",
          "true-client-ip",
          "x-original-url",
          "x-original-host",
          "x-rewrite-url",
          "x-user-id",
          "x-user",
          "x-account-id",
          "x-upstream",
          "x-remote-user",
          "remote-user",
          "x-http-method-override",
          "cdn-loop",
          "expect",
          "te",
          "traceparent",
          "tracestate",
          "baggage",
          "b3");
  private static final List<String> DROPPED_PREFIXES =
      List.of(TrustHeaders.PREFIX, "x-forwarded-", "cf-", "proxy-", "x-b3-", "x-http2-");
  private static final Set<String> CREDENTIALS = Set.copyOf(Credentials.HEADERS);

  private final ClientAddresses addresses;

  OnwardHeaders(ClientAddresses addresses) {
    this.addresses = addresses;
  }

  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }

  @Override
  public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
    Call call = Call.of(exchange);
    boolean toIdentity = isToIdentity(exchange);
    Set<String> connection = namedByConnection(exchange.getRequest().getHeaders());
    HttpHeaders onward = new HttpHeaders();
    for (Map.Entry<String, List<String>> header : input.headerSet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      boolean keep =
          !isDropped(name)
              && !connection.contains(name)
              && (call == null || !CREDENTIALS.contains(name))
              && (toIdentity || !name.equals("cookie"));
      if (keep) {
        onward.addAll(header.getKey(), header.getValue());
      }
    }
    if (call != null) {
      onward.set(TrustHeaders.CALLER, call.callerHeader());
    }
    addForwarding(onward, exchange, toIdentity);
    TraceContext trace = Traces.of(exchange);
    if (trace != null) {
      onward.set("traceparent", Traces.parent(trace));
    }
    return onward;
  }

  private static boolean isDropped(String name) {
    if (DROPPED.contains(name)) {
      return true;
    }
    for (String prefix : DROPPED_PREFIXES) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> namedByConnection(HttpHeaders received) {
    List<String> values = received.getConnection();
    if (values.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    for (String value : values) {
      names.add(value.strip().toLowerCase(Locale.ROOT));
    }
    names.removeAll(Set.of("keep-alive", "close", "host", "content-length", "content-type"));
    return names;
  }

  private void addForwarding(HttpHeaders onward, ServerWebExchange exchange, boolean toIdentity) {
    ServerHttpRequest request = exchange.getRequest();
    onward.set("X-Forwarded-For", addresses.of(request).getHostAddress());
    if (toIdentity) {
      onward.set("X-Forwarded-Proto", addresses.isSecure(request) ? "https" : "http");
      String host = request.getHeaders().getFirst(HttpHeaders.HOST);
      if (host != null) {
        onward.set("X-Forwarded-Host", host);
      }
    }
  }

  private static boolean isToIdentity(ServerWebExchange exchange) {
    Route route = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
    return route != null && route.getMetadata().containsKey("identity");
  }
}
