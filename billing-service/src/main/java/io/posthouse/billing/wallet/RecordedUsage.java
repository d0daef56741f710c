package io.posthouse.billing.wallet;

/**
 * What the usage side has recorded of a relay node's epoch; asked before an epoch's leases are
 * given back.
 */
public interface RecordedUsage {

  /** Whether every record of an epoch up to a sequence number has been recorded or quarantined. */
  boolean covers(String node, long epoch, long lastSeq);
}
