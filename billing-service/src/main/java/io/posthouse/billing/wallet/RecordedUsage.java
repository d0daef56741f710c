package io.posthouse.billing.wallet;

import java.util.Set;

/**
 * What the usage side has recorded of relay nodes' epochs; asked before an epoch's leases are given
 * back, and before wallets are settled at the service's end.
 */
public interface RecordedUsage {

  /** Whether every record of an epoch up to a sequence number has been recorded or quarantined. */
  boolean covers(String node, long epoch, long lastSeq);

  /**
   * Epochs whose watermark stands still: a later record has come, or their node's final report, but
   * not all records before.
   */
  Set<NodeEpoch> incomplete();
}
