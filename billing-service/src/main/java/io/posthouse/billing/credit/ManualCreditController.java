package io.posthouse.billing.credit;

import io.posthouse.billing.idempotency.IdempotentAnswers;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.billing.web.NewestFirst;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Manual credits and corrections of charges, for operators. */
@RestController
@RequestMapping("/api/operator")
class ManualCreditController {

  private final ManualCredits credits;
  private final IdempotentAnswers answers;

  ManualCreditController(ManualCredits credits, IdempotentAnswers answers) {
    this.credits = credits;
    this.answers = answers;
  }

  record NewCredit(
      @NotNull UUID accountId,
      @NotNull MoneyView amount,
      @NotBlank @Size(max = 500) String reason) {}

  record NewCorrection(
      @NotNull UUID requestId,
      @NotNull MoneyView amount,
      @NotBlank @Size(max = 500) String reason) {}

  /**
   * @param decision {@code approve} or {@code reject}
   */
  record Decision(@NotNull @Pattern(regexp = "approve|reject") String decision) {

    boolean isApproval() {
      return decision.equals("approve");
    }
  }

  @PostMapping("/credits")
  ResponseEntity<byte[]> ask(
      Person operator,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @Valid @RequestBody NewCredit asked) {
    Money amount = positive(asked.amount());
    return answers.created(
        operator,
        key,
        "credit|" + asked.accountId() + "|" + amount + "|" + asked.reason(),
        () -> credits.ask(asked.accountId(), amount, asked.reason(), operator.subject()));
  }

  @PostMapping("/corrections")
  ResponseEntity<byte[]> correct(
      Person operator,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @Valid @RequestBody NewCorrection asked) {
    Money amount = positive(asked.amount());
    return answers.created(
        operator,
        key,
        "correction|" + asked.requestId() + "|" + amount + "|" + asked.reason(),
        () -> credits.correct(asked.requestId(), amount, asked.reason(), operator.subject()));
  }

  private static Money positive(MoneyView asked) {
    Money amount = asked.toMoney("amount", Currency.USD);
    if (!amount.isPositive()) {
      throw ProblemException.unprocessable(
          "invalid-amount", "amount: " + amount + " (expected: above 0 USD)");
    }
    return amount;
  }

  @PostMapping("/credits/{id}/decisions")
  ManualCredit decide(Person operator, @PathVariable UUID id, @Valid @RequestBody Decision said) {
    return credits.decide(ManualCredit.Purpose.CREDIT, id, said.isApproval(), operator.subject());
  }

  @PostMapping("/corrections/{id}/decisions")
  ManualCredit decideCorrection(
      Person operator, @PathVariable UUID id, @Valid @RequestBody Decision said) {
    return credits.decide(
        ManualCredit.Purpose.CORRECTION, id, said.isApproval(), operator.subject());
  }

  @GetMapping("/credits")
  Items<ManualCredit> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return page(ManualCredit.Purpose.CREDIT, limit, cursor);
  }

  @GetMapping("/corrections")
  Items<ManualCredit> corrections(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return page(ManualCredit.Purpose.CORRECTION, limit, cursor);
  }

  private Items<ManualCredit> page(
      ManualCredit.Purpose purpose, @Nullable Integer limit, @Nullable String cursor) {
    NewestFirst page = NewestFirst.of(limit, cursor);
    return page.items(credits.list(purpose, page.before(), page.fetch()), ManualCredit::id);
  }
}
