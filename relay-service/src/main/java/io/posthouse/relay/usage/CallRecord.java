package io.posthouse.relay.usage;

import io.posthouse.relay.admission.Admission;
import io.posthouse.relay.caller.Caller;
import io.posthouse.relay.metering.MeterReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An admitted call that has ended, before the journal numbers it.
 *
 * @param upstreamModel null when no upstream was tried
 * @param firstByteAt null when the client got nothing
 * @param status what the client got; 499 when it left before
 * @param adjustments what makes it cheaper than what the upstream reported
 * @param otherModels what other models than the one asked for used of the tokens
 * @param proof of the answer
 * @param traceparent of the call's own span
 */
public record CallRecord(
    Caller caller,
    Admission admission,
    String channel,
    String requestedModel,
    @Nullable String upstreamModel,
    @Nullable Instant firstByteAt,
    Instant endedAt,
    int status,
    End end,
    MeterReading reading,
    List<Adjustment> adjustments,
    List<OtherModel> otherModels,
    List<AttemptRecord> attempts,
    Proof proof,
    @Nullable String traceparent) {

  /** The same with one attempt more, which is still running. */
  public CallRecord running(AttemptRecord attempt) {
    List<AttemptRecord> all = new ArrayList<>(attempts);
    all.add(attempt);
    return new CallRecord(
        caller,
        admission,
        channel,
        requestedModel,
        upstreamModel,
        firstByteAt,
        endedAt,
        status,
        end,
        reading,
        adjustments,
        otherModels,
        all,
        proof,
        traceparent);
  }

  public CallRecord {
    adjustments = List.copyOf(adjustments);
    otherModels = List.copyOf(otherModels);
    attempts = List.copyOf(attempts);
  }
}
