package io.posthouse.billing.usage;

import io.posthouse.billing.wallet.NodeEpoch;
import io.posthouse.billing.wallet.RecordedUsage;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which of a node's records have come here, recorded or quarantined (I7). */
@Component
class UsageSequence implements RecordedUsage {

  private final JdbcClient jdbc;
  private final UsageCompleteness completeness;

  UsageSequence(JdbcClient jdbc, UsageCompleteness completeness) {
    this.jdbc = jdbc;
    this.completeness = completeness;
  }

  @Override
  public Set<NodeEpoch> incomplete() {
    return completeness.incomplete();
  }

  @Override
  public boolean covers(String node, long epoch, long lastSeq) {
    long seen =
        jdbc.sql(
                """
                select count(*) from (
                  select seq from usage where node = :node and epoch = :epoch and seq between 1 and :last
                  union
                  select seq from usage_quarantine where node = :node and epoch = :epoch and seq between 1 and :last
                ) seen
                """)
            .param("node", node)
            .param("epoch", epoch)
            .param("last", lastSeq)
            .query(Long.class)
            .single();
    return seen == lastSeq;
  }
}
