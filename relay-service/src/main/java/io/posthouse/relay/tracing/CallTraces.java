package io.posthouse.relay.tracing;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Begins the span of a call. Thread-safe. */
@Component
public class CallTraces {

  private static final String TRACEPARENT = "traceparent";

  private final Tracer tracer;
  private final Propagator propagator;

  CallTraces(Tracer tracer, Propagator propagator) {
    this.tracer = tracer;
    this.propagator = propagator;
  }

  /**
   * A span that continues the gateway's.
   *
   * @param traceparent as received; a new trace without one
   */
  public CallTrace begin(@Nullable String traceparent) {
    Map<String, String> carrier = traceparent == null ? Map.of() : Map.of(TRACEPARENT, traceparent);
    Span span =
        propagator.extract(carrier, Map::get).name("relay call").kind(Span.Kind.SERVER).start();
    return new CallTrace(tracer, span);
  }
}
