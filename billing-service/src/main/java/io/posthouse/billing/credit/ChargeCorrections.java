package io.posthouse.billing.credit;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.usage.ChargedCall;
import io.posthouse.billing.usage.Corrections;
import io.posthouse.billing.wallet.ChargeReversals;
import io.posthouse.web.ProblemException;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Gives charges back: in the ledger, and beside the call. In the caller's transaction. */
@Component
class ChargeCorrections {

  private final ChargeReversals reversals;
  private final Corrections corrections;

  ChargeCorrections(ChargeReversals reversals, Corrections corrections) {
    this.reversals = reversals;
    this.corrections = corrections;
  }

  /**
   * @throws ProblemException 404 when no such call is recorded
   */
  ChargedCall find(UUID requestId) {
    return corrections
        .find(requestId)
        .orElseThrow(() -> ProblemException.notFound("call " + requestId));
  }

  /**
   * Gives a part of a call's charge back.
   *
   * @param id the correction's
   * @throws ProblemException 409 when that cannot be; then nothing happened
   */
  void post(UUID id, UUID requestId, Money amount, String reason) {
    ChargedCall call = find(requestId);
    switch (reversals.reverse(
        call.accountId(), requestId, call.keyId(), call.startedAt(), amount)) {
      case ChargeReversals.Outcome.Done _ -> corrections.add(id, call, amount, reason);
      case ChargeReversals.Outcome.MoreThanCharged more ->
          throw ProblemException.conflict(
              "more-than-charged",
              "amount: "
                  + amount
                  + " (expected: at most what is left of the charge, "
                  + more.left()
                  + ")");
      case ChargeReversals.Outcome.AccountClosed _ ->
          throw ProblemException.conflict(
              "account-closed", "The account is closed: nothing can be given back to its wallet.");
      case ChargeReversals.Outcome.ServiceEnded _ ->
          throw ProblemException.conflict(
              "service-ended", "The service has ended: balances are being refunded.");
    }
  }
}
