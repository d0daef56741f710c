package io.posthouse.relay.admission;

import io.posthouse.relay.caller.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Billing-service's side of credit leases. Blocks; thread-safe; never throws. */
interface LeaseOffice {

  /**
   * A request for money. Amounts are {@link UsdUnits}.
   *
   * @param minimum less than this is a refusal; what the first call that waits lacks
   * @param needed what all calls that wait lack
   * @param want what would last a while
   * @param call the largest single call of late
   */
  record Ask(
      String accountId,
      @Nullable String keyId,
      Caller.@Nullable SpendLimit limit,
      long minimum,
      long needed,
      long want,
      long call) {}

  /** What billing-service says to it. */
  sealed interface Answer {

    /**
     * Money.
     *
     * @param granted by this request alone
     * @param validFor from the moment at which it was asked
     * @param precise whether the wallet is so small that calls are paid for one by one
     */
    record Granted(String leaseId, long epoch, long granted, Duration validFor, boolean precise)
        implements Answer {}

    /** None; why, and never {@link LeaseAnswer.Granted}. */
    record Refused(LeaseAnswer why) implements Answer {}
  }

  Answer grant(Ask ask);

  /**
   * How a lease stands here.
   *
   * @param returned all that was ever given back
   * @param over whether nothing will be reserved from it any more
   */
  record Report(String leaseId, long returned, boolean over) {}

  /**
   * What billing-service took note of.
   *
   * @param active those of the leases that may be reserved from
   */
  record Renewed(Duration validFor, Set<String> active) {}

  /** Renews leases and gives money back; null when nobody answered. */
  @Nullable Renewed renew(long epoch, List<Report> reports);
}
