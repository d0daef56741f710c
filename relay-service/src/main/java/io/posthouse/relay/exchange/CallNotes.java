package io.posthouse.relay.exchange;

import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.metering.Tokens;
import io.posthouse.relay.usage.Adjustment;
import io.posthouse.relay.usage.AttemptRecord;
import io.posthouse.relay.usage.CallRecord;
import io.posthouse.relay.usage.End;
import io.posthouse.relay.usage.OtherModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is noted of a call on its way, for its record. Confined to the exchange's loop. */
final class CallNotes {

  private final List<AttemptRecord> attempts = new ArrayList<>(1);
  private final AnswerProof proof = new AnswerProof();
  private final long begunAt = System.nanoTime();
  private long contentAt;
  private boolean content;

  void add(AttemptRecord attempt) {
    attempts.add(attempt);
  }

  /** Notes the first content; whether this was it. */
  boolean contentCame() {
    if (content) {
      return false;
    }
    content = true;
    contentAt = System.nanoTime();
    return true;
  }

  /** From the call's begin to its first content; null without one. */
  @Nullable Duration firstContentAfter() {
    return content ? Duration.ofNanos(contentAt - begunAt) : null;
  }

  /** From the first content until now; null without one. */
  @Nullable Duration streamedFor() {
    return content ? Duration.ofNanos(System.nanoTime() - contentAt) : null;
  }

  /** What is proven of the answer. */
  AnswerProof proof() {
    return proof;
  }

  CallRecord record(
      IncomingCall incoming,
      ExchangeState.Open open,
      String channel,
      End end,
      int status,
      Stickiness stickiness,
      MeterReading reading,
      List<OtherModel> others,
      @Nullable Attempt last,
      Instant now,
      @Nullable String traceparent) {
    Instant firstByte = open.firstByteAt();
    Tokens theirs = others.stream().map(OtherModel::tokens).reduce(Tokens.NONE, Tokens::plus);
    Tokens own = reading.tokens().without(theirs);
    long again = stickiness.readAgain(own);
    return new CallRecord(
        incoming.caller(),
        open.admission(),
        channel,
        incoming.call().model(),
        last != null ? last.upstreamModel() : lastTriedModel(),
        firstByte == null && end == End.COMPLETE ? now : firstByte,
        now,
        open.statusOr(status),
        end,
        again == 0 ? reading : reading.with(own.asCacheRead(again).plus(theirs)),
        again == 0 ? List.of() : List.of(Adjustment.sessionMoved(again)),
        others,
        attempts,
        proof.record(
            last == null ? null : last.digest(),
            reading.model(),
            last == null ? null : last.upstreamModel()),
        traceparent);
  }

  private @Nullable String lastTriedModel() {
    return attempts.isEmpty() ? null : attempts.getLast().upstreamModel();
  }
}
