package io.posthouse.auth.account;

import io.posthouse.web.ProblemException;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Closes accounts for their owners (P30). First billing-service gives the balance up, if it is the
 * amount that was named and no call runs; then the account is closed and its keys say so. A crash
 * between the two leaves an open account without money; asking again closes it.
 */
@Component
class Closings {

  private final Accounts accounts;
  private final BillingWallets wallets;
  private final StaffDecisions decisions;

  Closings(Accounts accounts, BillingWallets wallets, StaffDecisions decisions) {
    this.accounts = accounts;
    this.wallets = wallets;
    this.decisions = decisions;
  }

  /**
   * Closes an account; again does nothing. Calls billing-service, so never within a transaction.
   *
   * @param person who asks: the owner's subject
   * @throws ProblemException 403 when the account is suspended or banned: what is under review is
   *     not closed over it
   */
  BillingWallets.Answer close(UUID account, Forfeit named, String person) {
    AccountStatus status =
        accounts.status(account).orElseThrow(() -> ProblemException.notFound("account"));
    return switch (status) {
      case CLOSED -> new BillingWallets.Answer.Done();
      case SUSPENDED, BANNED -> throw Accounts.notActive();
      case ACTIVE -> {
        BillingWallets.Answer answer = wallets.forfeit(account, named);
        if (answer instanceof BillingWallets.Answer.Done) {
          decisions.close(account, named, person);
        }
        yield answer;
      }
    };
  }
}
