package io.posthouse.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.pricing.PriceBook;
import io.posthouse.billing.wallet.Settlements;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/** What the listener does when posting fails: the database's fault, and a record's own. */
class UsageConsumerIT extends UsageFixture {

  @Autowired private UsageStore store;
  @Autowired private UsageDays days;
  @Autowired private PriceBook prices;
  @Autowired private Settlements settlements;
  @Autowired private UsageTraces traces;
  @Autowired private PlatformTransactionManager transactions;

  @Test
  void acknowledgesNothingWhileTheDatabaseIsAwayAndPostsOnceItIsBack() {
    // Given
    UUID account = funded("1");
    List<ConsumerRecord<String, byte[]>> records = List.of(record(sample(account), 1));
    Failing database = new Failing(transactions, 1, new CannotCreateTransactionException("away"));
    UsageConsumer consumer = consumer(database);

    // When // Then
    Ack first = new Ack();
    consumer.recorded(records, first);
    assertThat(first.acknowledged).isFalse();
    assertThat(first.refusedFrom).isZero();
    Ack second = new Ack();
    consumer.recorded(records, second);
    assertThat(second.acknowledged).isTrue();
    assertThat(wallets.find(account).orElseThrow().balance()).isEqualTo(Money.usd("0.9856"));
  }

  @Test
  void takesABatchOneByOneWhenItFailsForAReasonOfItsOwnAndSetsOnlyTheBadOneAside() {
    // Given: the whole batch fails, and then its first record
    UUID account = funded("1");
    UsageSample bad = sample(account);
    UsageSample good = sample(account);
    Failing database = new Failing(transactions, 2, new IllegalStateException("a defect"));
    Ack ack = new Ack();

    // When
    consumer(database).recorded(List.of(record(bad, 1), record(good, 2)), ack);

    // Then
    assertThat(ack.acknowledged).isTrue();
    assertThat(wallets.find(account).orElseThrow().balance()).isEqualTo(Money.usd("0.9856"));
  }

  private UsageConsumer consumer(PlatformTransactionManager database) {
    return new UsageConsumer(
        new UsageBatch(store, days, prices, settlements, database, clock),
        traces,
        new SimpleMeterRegistry());
  }

  private static ConsumerRecord<String, byte[]> record(UsageSample sample, long offset) {
    return new ConsumerRecord<>(
        UsageSample.TOPIC, 0, offset, "k", sample.payload().getBytes(StandardCharsets.UTF_8));
  }

  /** Fails a number of times, then works. */
  private static final class Failing implements PlatformTransactionManager {

    private final PlatformTransactionManager real;
    private final RuntimeException failure;
    private int left;

    Failing(PlatformTransactionManager real, int times, RuntimeException failure) {
      this.real = real;
      this.left = times;
      this.failure = failure;
    }

    @Override
    public TransactionStatus getTransaction(TransactionDefinition definition) {
      if (left-- > 0) {
        throw failure;
      }
      return real.getTransaction(definition);
    }

    @Override
    public void commit(TransactionStatus status) {
      real.commit(status);
    }

    @Override
    public void rollback(TransactionStatus status) {
      real.rollback(status);
    }
  }

  private static final class Ack implements Acknowledgment {

    private boolean acknowledged;
    private int refusedFrom = -1;

    @Override
    public void acknowledge() {
      acknowledged = true;
    }

    @Override
    public void nack(int index, Duration sleep) {
      refusedFrom = index;
    }
  }
}
