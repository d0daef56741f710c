package io.posthouse.auth.account;

import io.posthouse.auth.identity.People;
import io.posthouse.auth.sealing.Seal;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/operator/accounts}: find accounts, set roles, suspend and ban. */
@RestController
@RequestMapping("/api/operator/accounts")
class OperatorAccountController {

  private final AccountRows rows;
  private final Accounts accounts;
  private final StaffDecisions decisions;
  private final People people;
  private final Seal seal;

  OperatorAccountController(
      AccountRows rows, Accounts accounts, StaffDecisions decisions, People people, Seal seal) {
    this.rows = rows;
    this.accounts = accounts;
    this.decisions = decisions;
    this.people = people;
    this.seal = seal;
  }

  /** The account with that address: none or one. */
  @GetMapping
  Items<AccountView> find(@RequestParam String email) {
    String canonical = EmailAddress.parse(email).canonical();
    return Items.all(
        rows.findByEmailIndex(seal.index(canonical)).map(this::view).stream().toList());
  }

  @GetMapping("/{id}")
  AccountView get(@PathVariable UUID id) {
    return view(require(id));
  }

  @PutMapping("/{id}/status")
  AccountView changeStatus(
      @PathVariable UUID id, @RequestBody StatusRequest request, Person operator) {
    AccountStatus status = request.checked();
    decisions.changeStatus(id, status, request.cause(), request.evidence(), operator.subject());
    return view(require(id));
  }

  @PutMapping("/{id}/roles")
  AccountView setRoles(@PathVariable UUID id, @RequestBody RolesRequest request, Person operator) {
    Set<String> roles = request.checked();
    if (id.toString().equals(operator.accountId())) {
      throw ProblemException.unprocessable(
          "own-roles", "id: your own account (expected: another operator sets your roles)");
    }
    Account account = require(id);
    decisions.rolesSet(id, roles, operator.subject());
    people.setRoles(account.personId(), roles);
    return view(account);
  }

  private Account require(UUID id) {
    return rows.findById(id).orElseThrow(() -> ProblemException.notFound("account"));
  }

  private AccountView view(Account account) {
    return AccountView.of(account, accounts.address(account), people.roles(account.personId()));
  }

  /** {@code PUT …/roles}: all of a person's roles. */
  record RolesRequest(@Nullable List<String> roles) {

    Set<String> checked() {
      if (roles == null) {
        throw ProblemException.badRequest("roles: missing (expected: a list)");
      }
      for (String role : roles) {
        if (!People.ROLES.contains(role)) {
          throw ProblemException.unprocessable(
              "unknown-role", "roles: '" + role + "' (expected: customer, support, operator)");
        }
      }
      return new TreeSet<>(roles);
    }
  }
}
