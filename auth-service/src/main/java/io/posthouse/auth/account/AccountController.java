package io.posthouse.auth.account;

import io.posthouse.auth.identity.People;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import io.posthouse.web.Problems;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /api/account}: one's own account. */
@RestController
class AccountController {

  private final AccountRows rows;
  private final Accounts accounts;
  private final Closings closings;

  AccountController(AccountRows rows, Accounts accounts, Closings closings) {
    this.rows = rows;
    this.accounts = accounts;
    this.closings = closings;
  }

  @GetMapping("/api/account")
  AccountView own(Person person) {
    Account account =
        rows.findById(UUID.fromString(person.account()))
            .orElseThrow(
                () ->
                    new ProblemException(
                        HttpStatus.FORBIDDEN,
                        "no-account",
                        "This sign-in has no customer account."));
    List<String> roles = person.roles().stream().filter(People.ROLES::contains).toList();
    return AccountView.of(account, accounts.address(account), roles);
  }

  /**
   * @param forfeit the balance that is given up: exactly what the wallet shows
   */
  record Closing(@Nullable Forfeit forfeit) {}

  /** The refusal names the balance, so that the person is warned of the very amount (P30). */
  @DeleteMapping("/api/account")
  ResponseEntity<Object> close(
      Person person, @RequestBody(required = false) @Nullable Closing body) {
    Forfeit named = Forfeit.checked(body == null ? null : body.forfeit());
    return switch (closings.close(UUID.fromString(person.account()), named, person.subject())) {
      case BillingWallets.Answer.Done _ -> ResponseEntity.noContent().build();
      case BillingWallets.Answer.Refused refused -> refused(refused);
    };
  }

  private static ResponseEntity<Object> refused(BillingWallets.Answer.Refused refused) {
    ProblemDetail problem = Problems.of(HttpStatus.CONFLICT, refused.slug(), refused.detail());
    JsonNode balance = refused.balance();
    if (balance != null) {
      problem.setProperty("balance", balance);
    }
    return ResponseEntity.status(HttpStatus.CONFLICT).body(problem);
  }
}
