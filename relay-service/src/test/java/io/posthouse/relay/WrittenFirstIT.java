package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A call is in the spool before any upstream hears of it (money.md, 3.2). */
class WrittenFirstIT extends RelayFixture {

  @Autowired private UsageJournal journal;

  @Test
  void aCallThatIsNotWrittenDownInTimeIsRefusedAndNoUpstreamHearsOfIt() {
    CountDownLatch stalled = new CountDownLatch(1);
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, "{}"));
      Sale sale = aSaleThrough("anthropic", upstream);
      TestCaller caller = TestCaller.any();
      CompletionStage<Void> other =
          journal.write(List.of(new JournalEntry.Closed(callThatWaits(stalled))));

      // When
      RawClient.Answer answer =
          messages(caller, "{\"model\":\"" + sale.model() + "\",\"max_tokens\":9,\"messages\":[]}");

      // Then
      assertThat(other.toCompletableFuture()).isNotDone();
      assertThat(answer.status()).isEqualTo(529);
      assertThat(answer.text()).contains("recorded");
      assertThat(upstream.received()).isEmpty();

      // And: it is written down that it came to nothing
      stalled.countDown();
      assertThat(usageOf(caller).path("attempts").size()).isZero();
      assertThat(upstream.received()).isEmpty();
    } finally {
      stalled.countDown();
    }
  }

  /** Whoever writes it down waits for the latch, and so does what comes after it. */
  private static CallRecord callThatWaits(CountDownLatch latch) {
    BigDecimal rate = BigDecimal.ONE;
    Price price =
        new Price(
            UUID.randomUUID().toString(),
            new PriceRecord.Rates(rate, rate, rate, rate, rate),
            UUID.randomUUID().toString(),
            rate);
    TestCaller caller = TestCaller.any();
    Instant then = Instant.parse("2026-11-22T12:00:00Z");
    return new CallRecord(
        new Caller(
            1,
            caller.requestId(),
            caller.keyId(),
            caller.accountId(),
            List.of(),
            List.of(),
            null,
            "POST",
            "/v1/messages",
            0),
        new Admission(new Slow(latch), price, then),
        "channel",
        "model",
        null,
        null,
        then,
        499,
        End.CLIENT_ABORT,
        MeterReading.NOTHING,
        List.of(),
        List.of(),
        List.of(),
        new Proof("sha256:" + "0".repeat(64), List.of(), null, null),
        null);
  }

  private record Slow(CountDownLatch latch) implements Reservation {

    @Override
    public String leaseId() {
      try {
        latch.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      return UUID.randomUUID().toString();
    }

    @Override
    public long epoch() {
      return 1;
    }

    @Override
    public BigDecimal amount() {
      return BigDecimal.ONE;
    }

    @Override
    public CompletionStage<LeaseAnswer> extend(BigDecimal more) {
      return CompletableFuture.completedFuture(new LeaseAnswer.Unavailable("not asked for here"));
    }

    @Override
    public void settle(BigDecimal cost) {
      throw new UnsupportedOperationException();
    }
  }
}
