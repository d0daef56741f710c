package io.posthouse.billing.refund;

import io.posthouse.billing.idempotency.IdempotentAnswers;
import io.posthouse.billing.wallet.Withdrawals;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.billing.web.NewestFirst;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Refunds: customers ask, operators decide; and chargebacks. */
@RestController
class RefundController {

  private final Refunds refunds;
  private final RefundStore store;
  private final IdempotentAnswers answers;

  RefundController(Refunds refunds, RefundStore store, IdempotentAnswers answers) {
    this.refunds = refunds;
    this.store = store;
    this.answers = answers;
  }

  record Ask(@NotBlank @Size(max = 500) String reason) {}

  record Propose(@NotNull UUID topUpId, @NotBlank @Size(max = 500) String reason) {}

  /**
   * @param decision {@code approve} or {@code reject}
   */
  record Decision(@NotNull @Pattern(regexp = "approve|reject") String decision) {}

  record Chargeback(UUID topUpId, MoneyView amount, MoneyView debited, MoneyView uncovered) {}

  @PostMapping("/api/top-ups/{id}/refund-requests")
  ResponseEntity<byte[]> request(
      Person person,
      @PathVariable UUID id,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @Valid @RequestBody Ask asked) {
    UUID account = UUID.fromString(person.account());
    return answers.created(
        account,
        key,
        "refund|" + id + "|" + asked.reason(),
        () -> refunds.request(account, id, asked.reason(), person.subject()));
  }

  @PostMapping("/api/operator/refunds")
  ResponseEntity<byte[]> propose(
      Person operator,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @Valid @RequestBody Propose asked) {
    return answers.created(
        operator,
        key,
        "refund|" + asked.topUpId() + "|" + asked.reason(),
        () -> refunds.propose(asked.topUpId(), asked.reason(), operator.subject()));
  }

  @GetMapping("/api/operator/refunds")
  Items<Refund> list(
      @RequestParam(required = false) @Nullable UUID accountId,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    NewestFirst page = NewestFirst.of(limit, cursor);
    return page.items(store.list(accountId, page.before(), page.fetch()), Refund::id);
  }

  @PostMapping("/api/operator/refunds/{id}/decisions")
  Refund decide(Person operator, @PathVariable UUID id, @Valid @RequestBody Decision said) {
    return refunds.decide(id, said.decision().equals("approve"), operator.subject());
  }

  @PostMapping("/api/operator/refunds/chargebacks")
  @ResponseStatus(HttpStatus.CREATED)
  Chargeback chargeback(Person operator, @Valid @RequestBody Propose asked) {
    return view(
        asked.topUpId(), refunds.chargeback(asked.topUpId(), asked.reason(), operator.subject()));
  }

  @PostMapping("/api/operator/refunds/chargebacks/reversals")
  @ResponseStatus(HttpStatus.CREATED)
  Chargeback givenAgain(Person operator, @Valid @RequestBody Propose asked) {
    return view(
        asked.topUpId(), refunds.givenAgain(asked.topUpId(), asked.reason(), operator.subject()));
  }

  private static Chargeback view(UUID topUpId, Withdrawals.Taken taken) {
    return new Chargeback(
        topUpId,
        MoneyView.of(taken.cny()),
        MoneyView.of(taken.usd()),
        MoneyView.of(taken.uncovered()));
  }
}
