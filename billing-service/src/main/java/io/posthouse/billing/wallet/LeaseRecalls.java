package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Money;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Asks relay nodes for money back. Thread-safe. */
interface LeaseRecalls {

  /**
   * Asks each lease's node, all at once, and waits a moment.
   *
   * @param end whether nothing may be reserved from the leases any more
   * @return all that was ever given back of each lease whose node answered in time
   */
  Map<UUID, Money> recall(List<CreditLease> leases, boolean end);
}
