package io.posthouse.billing.wallet.web;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.LeaseDesk;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.billing.wallet.Withdrawals;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.web.ProblemException;
import io.posthouse.web.Problems;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Closing an account gives its balance up (P30), and only the very amount that the customer named.
 * auth-service asks, once it has suspended the account's keys.
 */
@RestController
class ForfeitController {

  private final Withdrawals withdrawals;
  private final Wallets wallets;
  private final LeaseDesk desk;

  ForfeitController(Withdrawals withdrawals, Wallets wallets, LeaseDesk desk) {
    this.withdrawals = withdrawals;
    this.wallets = wallets;
    this.desk = desk;
  }

  record Forfeit(@Nullable MoneyView amount) {}

  @PostMapping("/internal/accounts/{id}/forfeit")
  ResponseEntity<Object> forfeit(@PathVariable UUID id, @RequestBody Forfeit asked) {
    MoneyView view = asked.amount();
    if (view == null) {
      throw ProblemException.badRequest("amount: missing (expected: the balance, in USD)");
    }
    Money amount = view.toMoney("amount", Currency.USD);
    if (wallets.find(id).isEmpty()) {
      throw ProblemException.notFound("wallet");
    }
    desk.recallAll(id);
    return switch (withdrawals.forfeit(id, amount, id.toString())) {
      case Withdrawals.Forfeit.Done _ -> ResponseEntity.noContent().build();
      case Withdrawals.Forfeit.OtherBalance other ->
          refused("other-balance", "The balance is " + other.balance() + ".", other.balance());
      case Withdrawals.Forfeit.CallsRunning _ ->
          refused("calls-running", "Calls are still running. Try again when they are over.", null);
    };
  }

  private static ResponseEntity<Object> refused(
      String slug, String detail, @Nullable Money balance) {
    ProblemDetail problem = Problems.of(HttpStatus.CONFLICT, slug, detail);
    if (balance != null) {
      problem.setProperty("balance", MoneyView.of(balance));
    }
    return ResponseEntity.status(HttpStatus.CONFLICT).body(problem);
  }
}
