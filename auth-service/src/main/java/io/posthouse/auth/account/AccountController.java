package io.posthouse.auth.account;

import io.posthouse.auth.identity.People;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/account}: one's own account. */
@RestController
class AccountController {

  private final AccountRows rows;
  private final Accounts accounts;

  AccountController(AccountRows rows, Accounts accounts) {
    this.rows = rows;
    this.accounts = accounts;
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
}
