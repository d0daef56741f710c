package io.posthouse.relay.tracing;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;

/** One call's span. Used from any thread, by one at a time. */
public final class CallTrace {

  private final Tracer tracer;
  private final Span span;

  CallTrace(Tracer tracer, Span span) {
    this.tracer = tracer;
    this.span = span;
  }

  /** What the next hop continues (W3C). */
  public String traceparent() {
    TraceContext context = span.context();
    boolean sampled = Boolean.TRUE.equals(context.sampled());
    return "00-" + context.traceId() + "-" + context.spanId() + (sampled ? "-01" : "-00");
  }

  /**
   * Does something with the span as the thread's own: a log line, or a request to another service.
   */
  public void within(Runnable action) {
    try (Tracer.SpanInScope _ = tracer.withSpan(span)) {
      action.run();
    }
  }

  /** Notes a fact of the call. Never a part of a body, a key or a credential. */
  public void tag(String name, String value) {
    span.tag(name, value);
  }

  /** Ends the span. */
  public void end() {
    span.end();
  }
}
