package io.posthouse.auth.contact;

import io.posthouse.auth.account.Accounts;
import io.posthouse.web.Items;
import io.posthouse.web.ProblemException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Tells other services addresses and languages. */
@RestController
class ContactController {

  private static final int MOST = 1_000;

  private final Accounts accounts;

  ContactController(Accounts accounts) {
    this.accounts = accounts;
  }

  @PostMapping("/internal/contacts")
  Items<Accounts.Contact> contacts(@RequestBody ContactsRequest request) {
    List<UUID> ids = request.accountIds();
    if (ids == null || ids.size() > MOST) {
      throw ProblemException.badRequest(
          "accountIds: "
              + (ids == null ? "missing" : ids.size())
              + " (expected: at most "
              + MOST
              + ")");
    }
    return Items.all(accounts.contacts(ids));
  }

  /** {@code {accountIds}}. */
  record ContactsRequest(@Nullable List<UUID> accountIds) {}
}
