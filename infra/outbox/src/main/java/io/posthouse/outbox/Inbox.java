package io.posthouse.outbox;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The events that this service has consumed. Thread-safe. */
public final class Inbox {

  private final JdbcClient jdbc;
  private final Clock clock;

  Inbox(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Whether an event is seen for the first time. It is remembered when the surrounding transaction,
   * which must be that of the event's effect, commits.
   *
   * @throws IllegalStateException outside a transaction
   */
  public boolean firstTime(UUID eventId, String topic) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException(topic + ": the inbox needs the transaction of the effect");
    }
    return jdbc.sql(
                """
                insert into inbox (event_id, topic, consumed_at) values (:id, :topic, :now)
                on conflict do nothing
                """)
            .param("id", eventId)
            .param("topic", topic)
            .param("now", Timestamp.from(clock.instant()))
            .update()
        == 1;
  }
}
