package io.posthouse.billing.usage;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * One trace from the gateway to the ledger (C07): a batch holds records of many traces, so each
 * record gets a span of its own that continues its {@code traceparent}.
 */
@Component
class UsageTraces {

  private final @Nullable Tracer tracer;
  private final @Nullable Propagator propagator;

  UsageTraces(ObjectProvider<Tracer> tracer, ObjectProvider<Propagator> propagator) {
    this.tracer = tracer.getIfAvailable();
    this.propagator = propagator.getIfAvailable();
  }

  /** Starts the span of a record; it is ended by {@link Traced#end}. */
  Traced start(RawUsage raw) {
    if (tracer == null || propagator == null) {
      return new Traced(null, null);
    }
    Span.Builder builder =
        propagator.extract(
            raw, (carrier, name) -> name.equals("traceparent") ? carrier.traceparent() : null);
    Span span =
        builder
            .kind(Span.Kind.CONSUMER)
            .name("post usage")
            .tag("messaging.destination.name", raw.topic())
            .tag("messaging.kafka.message.offset", String.valueOf(raw.offset()))
            .start();
    return new Traced(tracer, span);
  }

  /** A record's span; does nothing where tracing is off. */
  record Traced(@Nullable Tracer tracer, @Nullable Span span) {

    /** Runs something inside the span, so that its log lines and events carry the trace. */
    void run(Runnable action) {
      Tracer active = tracer();
      Span current = span();
      if (active == null || current == null) {
        action.run();
        return;
      }
      try (Tracer.SpanInScope _ = active.withSpan(current)) {
        action.run();
      }
    }

    void end() {
      Span current = span();
      if (current != null) {
        current.end();
      }
    }
  }
}
