package io.posthouse.billing.wallet;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Relay nodes and their epochs. A new epoch fences the old one off: its leases drain, its requests
 * are refused.
 */
@Service
public class RelayNodes {

  private final JdbcClient jdbc;
  private final LeaseStore leases;
  private final LeaseTime time;

  RelayNodes(JdbcClient jdbc, LeaseStore leases, LeaseTime time) {
    this.jdbc = jdbc;
    this.leases = leases;
    this.time = time;
  }

  /** A new epoch for a node, greater than all before it; the first is 1. */
  @Transactional
  public long startEpoch(String node) {
    Timestamp now = Timestamp.from(time.instant());
    long epoch =
        jdbc.sql(
                """
                insert into relay_node as n (node, epoch, last_seen) values (:node, 1, :now)
                on conflict (node) do update set epoch = n.epoch + 1, last_seen = :now
                returning epoch
                """)
            .param("node", node)
            .param("now", now)
            .query(Long.class)
            .single();
    jdbc.sql("insert into relay_epoch (node, epoch, started_at) values (:node, :epoch, :now)")
        .param("node", node)
        .param("epoch", epoch)
        .param("now", now)
        .update();
    leases.drainBefore(node, epoch);
    return epoch;
  }

  /** A node of that epoch is alive. */
  void seen(String node, long epoch) {
    jdbc.sql("update relay_node set last_seen = :now where node = :node and epoch = :epoch")
        .param("now", Timestamp.from(time.instant()))
        .param("node", node)
        .param("epoch", epoch)
        .update();
  }

  /** How many nodes were heard of since then. */
  long aliveSince(Instant instant) {
    return jdbc.sql("select count(*) from relay_node where last_seen >= :since")
        .param("since", Timestamp.from(instant))
        .query(Long.class)
        .single();
  }

  /** Whether an epoch is its node's newest. */
  boolean isCurrent(String node, long epoch) {
    Optional<Long> current =
        jdbc.sql("select epoch from relay_node where node = :node")
            .param("node", node)
            .query(Long.class)
            .optional();
    return current.isPresent() && current.get() == epoch;
  }

  /**
   * A node's last report on an epoch: nothing is spent from its leases any more.
   *
   * @param lastSeq the last record it shipped; 0 for none
   * @return false if the node never had that epoch
   */
  @Transactional
  public boolean finish(String node, long epoch, long lastSeq) {
    boolean known =
        jdbc.sql(
                    """
                    update relay_epoch set final_seq = greatest(coalesce(final_seq, 0), :last)
                    where node = :node and epoch = :epoch
                    """)
                .param("last", lastSeq)
                .param("node", node)
                .param("epoch", epoch)
                .update()
            == 1;
    if (known) {
      leases.drain(node, epoch);
    }
    return known;
  }

  /** Epochs that reported their end and still have open leases. */
  List<Finished> finishedWithOpenLeases() {
    return jdbc.sql(
            """
            select e.node, e.epoch, e.final_seq from relay_epoch e
            where e.final_seq is not null and exists (
              select from credit_lease l where l.node = e.node and l.epoch = e.epoch and l.state <> 'closed')
            """)
        .query(
            (row, n) ->
                new Finished(row.getString("node"), row.getLong("epoch"), row.getLong("final_seq")))
        .list();
  }

  record Finished(String node, long epoch, long lastSeq) {}
}
