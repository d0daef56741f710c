package io.posthouse.relay.exchange;

import io.posthouse.relay.admission.WorstCost;
import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.tracing.CallTrace;
import io.posthouse.relay.usage.AttemptRecord;
import io.posthouse.relay.usage.CallRecord;
import io.posthouse.relay.usage.End;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be written down of one call: how it stands while it runs, and once how it ended.
 * Confined to the exchange's loop.
 */
final class CallBook {

  private static final Logger log = LoggerFactory.getLogger(CallBook.class);

  private final Relay relay;
  private final IncomingCall incoming;
  private final CallNotes notes;
  private final Stickiness stickiness;
  private final CallTrace trace;

  CallBook(
      Relay relay, IncomingCall incoming, CallNotes notes, Stickiness stickiness, CallTrace trace) {
    this.relay = relay;
    this.incoming = incoming;
    this.notes = notes;
    this.stickiness = stickiness;
    this.trace = trace;
  }

  /** How the call stands in the books if the relay dies now: nothing more will be known of it. */
  CallRecord asOfNow(
      ExchangeState.Open open,
      Way way,
      int status,
      MeterReading reading,
      @Nullable Attempt running) {
    MeterReading known =
        reading
            .within(WorstCost.outputTokens(incoming.call(), way.model()))
            .ofCrash(incoming.call().bytes(), way.model().maxInputTokens());
    CallRecord now = record(End.CRASH, open, way, status, known, running);
    return running == null ? now : now.running(running.record(AttemptRecord.Outcome.CUT, reading));
  }

  /**
   * Says how it ended, and settles its reservation.
   *
   * @param last the attempt that was running; null for none
   * @return what the journal is to hold of it
   */
  CallRecord close(
      End end,
      ExchangeState.Open open,
      Way way,
      int status,
      MeterReading reading,
      @Nullable Attempt last,
      AttemptRecord.Outcome outcome) {
    if (last != null) {
      notes.add(last.record(outcome, reading));
    }
    if (end == End.COMPLETE) {
      stickiness.answered(reading.tokens());
    }
    CallRecord record = record(end, open, way, status, reading, last);
    open.admission().settle(record.reading());
    tellOfAnotherModel(record, last);
    relay.modelHealth().observe(record, notes.firstContentAfter(), notes.streamedFor());
    trace.tag("http.status", Integer.toString(record.status()));
    trace.tag("posthouse.end", end.code());
    if (log.isDebugEnabled()) {
      trace.within(
          () ->
              log.debug(
                  "call {} ended: {} {}",
                  incoming.caller().requestId(),
                  record.status(),
                  end.code()));
    }
    trace.end();
    return record;
  }

  private void tellOfAnotherModel(CallRecord record, @Nullable Attempt last) {
    String answered = record.proof().answeredModel();
    if (last == null || answered == null || !Boolean.FALSE.equals(record.proof().modelAsAsked())) {
      return;
    }
    last.namedAnother(answered);
    trace.within(
        () ->
            log.warn(
                "upstream {} was asked for {} and answered with {}",
                last.upstream().name(),
                last.upstreamModel(),
                answered));
  }

  private CallRecord record(
      End end,
      ExchangeState.Open open,
      Way way,
      int status,
      MeterReading reading,
      @Nullable Attempt last) {
    String channel = way.channel();
    OtherModels others = new OtherModels(relay.prices(), channel, open.admission().startedAt());
    return notes.record(
        incoming,
        open,
        channel,
        end,
        status,
        stickiness,
        reading,
        others.of(reading, last),
        last,
        relay.clock().instant(),
        trace.traceparent());
  }
}
