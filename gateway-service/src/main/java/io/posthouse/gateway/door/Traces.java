package io.posthouse.gateway.door;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;

/**
 * The trace of a request. Each public call has one of its own; it goes on to the services as W3C
 * {@code traceparent} and back to the caller as {@code x-posthouse-trace-id}.
 */
public final class Traces {

  /** The answer's header. */
  public static final String HEADER = "x-posthouse-trace-id";

  private Traces() {}

  /** The trace context, or null before the observation has begun or when there is none. */
  static @Nullable TraceContext of(ServerWebExchange exchange) {
    ServerRequestObservationContext observation =
        ServerRequestObservationContext.findCurrent(exchange.getAttributes()).orElse(null);
    if (observation == null) {
      return null;
    }
    TracingContext tracing = observation.get(TracingContext.class);
    Span span = tracing == null ? null : tracing.getSpan();
    return span == null ? null : span.context();
  }

  /** The value of {@code traceparent} for a service. */
  static String parent(TraceContext context) {
    String sampled = Boolean.FALSE.equals(context.sampled()) ? "-00" : "-01";
    return "00-" + context.traceId() + "-" + context.spanId() + sampled;
  }

  /** Puts the trace into the log lines of a block. */
  static MDC.MDCCloseable inLog(ServerWebExchange exchange) {
    TraceContext context = of(exchange);
    return MDC.putCloseable("traceId", context == null ? "" : context.traceId());
  }
}
