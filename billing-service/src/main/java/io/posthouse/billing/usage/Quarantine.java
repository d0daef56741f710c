package io.posthouse.billing.usage;

import io.posthouse.billing.rows.RowTimes;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Records that could not be believed: listed, and run again once their cause is gone. Thread-safe.
 */
@Service
public class Quarantine {

  private final JdbcClient jdbc;
  private final UsageBatch batches;
  private final Clock clock;

  Quarantine(JdbcClient jdbc, UsageBatch batches, Clock clock) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.clock = clock;
  }

  /** A quarantined record, without its payload. */
  public record Item(
      UUID id,
      String topic,
      int partition,
      long offset,
      @Nullable String requestId,
      String reason,
      Instant quarantinedAt,
      @Nullable Instant redrivenAt) {}

  /**
   * What came of running a record again.
   *
   * @param status posted, repeated (it had been posted before) or quarantined (it stays)
   * @param why only when it stays
   */
  public record Redrive(String status, @Nullable String why) {}

  /** Quarantined records before one, newest first. */
  public List<Item> list(UUID before, int limit) {
    return jdbc.sql(
            """
            select id, topic, partition_no, record_offset, request_id, reason, quarantined_at, redriven_at
            from usage_quarantine where id < :before order by id desc limit :limit
            """)
        .param("before", before)
        .param("limit", limit)
        .query(
            (row, n) ->
                new Item(
                    row.getObject("id", UUID.class),
                    row.getString("topic"),
                    row.getInt("partition_no"),
                    row.getLong("record_offset"),
                    row.getString("request_id"),
                    row.getString("reason"),
                    row.getTimestamp("quarantined_at").toInstant(),
                    RowTimes.instant(row, "redriven_at")))
        .list();
  }

  /** Runs a record again; empty when there is none of that id. */
  public Optional<Redrive> redrive(UUID id) {
    return raw(id).map(raw -> redrive(id, raw));
  }

  private Redrive redrive(UUID id, RawUsage raw) {
    UsageBatch.Outcome outcome = batches.take(List.of(raw));
    if (!outcome.quarantined().isEmpty()) {
      return new Redrive("quarantined", outcome.quarantined().getFirst().why());
    }
    jdbc.sql(
            "update usage_quarantine set redriven_at = :now where id = :id and redriven_at is null")
        .param("now", Timestamp.from(clock.instant()))
        .param("id", id)
        .update();
    return new Redrive(outcome.posted().isEmpty() ? "repeated" : "posted", null);
  }

  private Optional<RawUsage> raw(UUID id) {
    return jdbc.sql("select * from usage_quarantine where id = :id")
        .param("id", id)
        .query(
            (row, n) ->
                new RawUsage(
                    row.getString("topic"),
                    row.getInt("partition_no"),
                    row.getLong("record_offset"),
                    row.getString("record_key"),
                    row.getString("request_id"),
                    row.getString("node"),
                    row.getObject("epoch", Long.class),
                    row.getObject("seq", Long.class),
                    row.getString("traceparent"),
                    row.getBytes("payload")))
        .optional();
  }
}
