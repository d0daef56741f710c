package io.posthouse.notification.pricechange;

import io.posthouse.web.Cursor;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Price changes, for support staff (P61). */
@RestController
@RequestMapping("/api/support/price-changes")
class PriceChangeController {

  private final PriceChanges changes;

  PriceChangeController(PriceChanges changes) {
    this.changes = changes;
  }

  @GetMapping
  Items<PriceChangeView> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int most = Cursor.limit(limit);
    Optional<UUID> before = Optional.ofNullable(Cursor.decode(cursor)).map(UUID::fromString);
    return Items.page(changes.newest(before, most + 1), most, view -> view.id().toString());
  }

  @GetMapping("/{id}")
  PriceChangeView get(@PathVariable String id) {
    return changes.find(known(id)).orElseThrow(() -> ProblemException.notFound("price change"));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  PriceChangeView announce(Person person, @RequestBody PriceChangeRequest request) {
    return changes.announce(request.proposal(), person.subject());
  }

  @PostMapping("/{id}/confirmation")
  PriceChangeView confirm(Person person, @PathVariable String id) {
    return changes.confirm(known(id), person.subject());
  }

  @PatchMapping("/{id}")
  PriceChangeView amend(@PathVariable String id, @RequestBody PriceChangeRequest request) {
    return changes.amend(known(id), request);
  }

  @DeleteMapping("/{id}")
  PriceChangeView withdraw(@PathVariable String id) {
    return changes.withdraw(known(id));
  }

  private static UUID known(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException notOurs) {
      throw ProblemException.notFound("price change");
    }
  }
}
