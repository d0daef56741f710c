package io.posthouse.billing.usage;

import io.posthouse.billing.rows.RowTimes;
import io.posthouse.billing.wallet.NodeEpoch;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is missing of relay nodes' numbered records (I7). Sequences are gap-free within a node's
 * epoch, so a hole among those that came, or below what the node reported at its end, is a record
 * that was lost or is late. Looks at epochs that were alive within the last days. Thread-safe.
 */
@Component
public class UsageCompleteness {

  /** A record may come this late before it is called missing. */
  static final Duration LATE = Duration.ofMinutes(15);

  private static final Duration WINDOW = Duration.ofDays(3);
  private static final int MOST = 1_000;

  /** Both tables together: a quarantined record has come. */
  private static final String STEPS =
      """
      with epochs as (
        select e.node, e.epoch, e.final_seq from relay_epoch e join relay_node n on n.node = e.node
        where e.started_at >= :since or (e.epoch = n.epoch and n.last_seen >= :since)
      ), seen as (
        select u.node, u.epoch, u.seq, u.recorded_at as at from usage u join epochs e using (node, epoch)
        union all
        select q.node, q.epoch, q.seq, q.quarantined_at from usage_quarantine q join epochs e using (node, epoch)
      ), steps as (
        select node, epoch, lag(seq, 1, 0::bigint) over (partition by node, epoch order by seq) + 1 as first_missing,
          seq - 1 as last_missing, at
        from (select node, epoch, seq, min(at) as at from seen group by 1, 2, 3) numbered
        union all
        select e.node, e.epoch, coalesce(max(s.seq), 0) + 1, e.final_seq, max(s.at)
        from epochs e left join seen s using (node, epoch) where e.final_seq is not null
        group by e.node, e.epoch, e.final_seq
      )
      """;

  private static final String GAPS =
      STEPS
          + """
            select node, epoch, first_missing, last_missing, at from steps
            where first_missing <= last_missing order by node, epoch, first_missing limit :most
            """;

  private static final String INCOMPLETE =
      STEPS + "select distinct node, epoch from steps where first_missing <= last_missing";

  private final JdbcClient jdbc;
  private final InstantSource realTime = InstantSource.system();

  UsageCompleteness(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Records that have not come though later ones have, or though their node said that it shipped
   * them.
   *
   * @param seenAt when the record after the hole came; null when none did
   */
  public record Gap(
      String node, long epoch, long firstMissing, long lastMissing, @Nullable Instant seenAt) {}

  /** Every gap, 1,000 at most. */
  public List<Gap> gaps() {
    return jdbc.sql(GAPS)
        .param("since", Timestamp.from(realTime.instant().minus(WINDOW)))
        .param("most", MOST)
        .query(
            (row, n) ->
                new Gap(
                    row.getString("node"),
                    row.getLong("epoch"),
                    row.getLong("first_missing"),
                    row.getLong("last_missing"),
                    RowTimes.instant(row, "at")))
        .list();
  }

  /** Epochs with a gap, all of them. */
  Set<NodeEpoch> incomplete() {
    return jdbc.sql(INCOMPLETE)
        .param("since", Timestamp.from(realTime.instant().minus(WINDOW)))
        .query((row, n) -> new NodeEpoch(row.getString("node"), row.getLong("epoch")))
        .set();
  }

  /** Whether a gap is older than a record may be late. */
  static boolean isOverdue(Gap gap, Instant now) {
    Instant at = gap.seenAt();
    return at == null || at.isBefore(now.minus(LATE));
  }
}
