package io.posthouse.relay.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.posthouse.relay.admission.Admission;
import io.posthouse.relay.admission.LeaseAnswer;
import io.posthouse.relay.admission.Reservation;
import io.posthouse.relay.caller.Caller;
import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.pricing.Price;
import io.posthouse.relay.pricing.PriceRecord;
import io.posthouse.relay.usage.CallRecord;
import io.posthouse.relay.usage.End;
import io.posthouse.relay.usage.JournalEntry;
import io.posthouse.relay.usage.Proof;
import io.posthouse.relay.usage.UsageJournal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LoopJournalTest {

  private final EmbeddedChannel connection = new EmbeddedChannel();
  private final PatientJournal kept = new PatientJournal();
  private final LoopJournals journals = new LoopJournals(kept);
  private final List<String> told = new ArrayList<>();

  private LoopJournal journal() {
    return journals.of(connection.eventLoop());
  }

  @Test
  void whatALoopWritesInOneTurnIsOnePieceInItsOrder() {
    // When
    journal().opened(call("first"), () -> told.add("first opened"));
    journal().opened(call("second"), () -> told.add("second opened"));
    journal().closed(call("first"), () -> told.add("first closed"));
    connection.runPendingTasks();

    // Then
    assertThat(kept.pieces)
        .containsExactly(List.of("Opened first", "Opened second", "Closed first"));

    // And: whoever waits is told when it is safe, not before
    assertThat(told).isEmpty();
    kept.safe(0);
    connection.runPendingTasks();
    assertThat(told).containsExactly("first opened", "second opened", "first closed");
  }

  @Test
  void theNextTurnDoesNotWaitForTheOneBefore() {
    // When
    journal().opened(call("first"), () -> told.add("first"));
    connection.runPendingTasks();
    journal().opened(call("second"), () -> told.add("second"));
    connection.runPendingTasks();

    // Then
    assertThat(kept.pieces).containsExactly(List.of("Opened first"), List.of("Opened second"));
    kept.safe(1);
    connection.runPendingTasks();
    assertThat(told).containsExactly("second");
  }

  @Test
  void aCallThatFailsWhenItIsToldStopsNoOther() {
    // Given
    journal()
        .opened(
            call("broken"),
            () -> {
              throw new IllegalStateException("a defect");
            });
    journal().opened(call("well"), () -> told.add("well"));
    connection.runPendingTasks();

    // When
    kept.safe(0);
    connection.runPendingTasks();

    // Then
    assertThat(told).containsExactly("well");
  }

  private static final class PatientJournal implements UsageJournal {

    final List<List<String>> pieces = new ArrayList<>();
    private final List<CompletableFuture<Void>> answers = new ArrayList<>();

    @Override
    public CompletionStage<Void> write(List<JournalEntry> entries) {
      pieces.add(
          entries.stream()
              .map(it -> it.getClass().getSimpleName() + " " + it.call().requestedModel())
              .toList());
      answers.add(new CompletableFuture<>());
      return answers.getLast();
    }

    void safe(int piece) {
      answers.get(piece).complete(null);
    }

    @Override
    public void progress(Supplier<CallRecord> call) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isFull() {
      return false;
    }
  }

  private static CallRecord call(String name) {
    Instant then = Instant.parse("2026-11-23T12:00:00Z");
    BigDecimal one = BigDecimal.ONE;
    PriceRecord.Rates rates = new PriceRecord.Rates(one, one, one, one, one);
    return new CallRecord(
        new Caller(1, name, "key", "account", List.of(), List.of(), null, "POST", "/", 0),
        new Admission(new Nothing(), new Price("o", rates, "m", one), then),
        "channel",
        name,
        null,
        null,
        then,
        200,
        End.COMPLETE,
        MeterReading.NOTHING,
        List.of(),
        List.of(),
        List.of(),
        new Proof("sha256:", List.of(), null, null),
        null);
  }

  private record Nothing() implements Reservation {

    @Override
    public String leaseId() {
      return "lease";
    }

    @Override
    public long epoch() {
      return 1;
    }

    @Override
    public BigDecimal amount() {
      return BigDecimal.ZERO;
    }

    @Override
    public CompletionStage<LeaseAnswer> extend(BigDecimal more) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void settle(BigDecimal cost) {
      throw new UnsupportedOperationException();
    }
  }
}
