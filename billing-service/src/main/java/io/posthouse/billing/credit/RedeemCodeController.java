package io.posthouse.billing.credit;

import io.posthouse.billing.idempotency.IdempotentAnswers;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.web.Cursor;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Redeem codes: operators make them, customers redeem them. */
@RestController
class RedeemCodeController {

  private final RedeemCodes codes;
  private final IdempotentAnswers answers;

  RedeemCodeController(RedeemCodes codes, IdempotentAnswers answers) {
    this.codes = codes;
    this.answers = answers;
  }

  /**
   * @param code left out, one is drawn
   * @param limit how many accounts may redeem it; one unless said
   */
  record NewCode(
      @Nullable String code,
      @NotNull MoneyView amount,
      @Nullable @Min(1) @Max(1_000_000) Integer limit,
      @Nullable Instant validFrom,
      @Nullable Instant validUntil) {}

  record Change(@NotNull Boolean enabled) {}

  record Redeem(@NotNull @Size(max = 100) String code) {}

  record Redeemed(String code, MoneyView credited) {}

  @PostMapping("/api/operator/redeem-codes")
  @ResponseStatus(HttpStatus.CREATED)
  RedeemCode create(Person operator, @Valid @RequestBody NewCode asked) {
    Money amount = asked.amount().toMoney("amount", Currency.USD);
    if (!amount.isPositive()) {
      throw ProblemException.unprocessable(
          "invalid-amount", "amount: " + amount + " (expected: above 0 USD)");
    }
    Integer limit = asked.limit();
    return codes.create(
        asked.code(),
        amount,
        limit == null ? 1 : limit,
        asked.validFrom(),
        asked.validUntil(),
        operator.subject());
  }

  @PatchMapping("/api/operator/redeem-codes/{code}")
  RedeemCode change(Person operator, @PathVariable String code, @Valid @RequestBody Change asked) {
    return codes.enable(code, asked.enabled(), operator.subject());
  }

  @GetMapping("/api/operator/redeem-codes")
  Items<RedeemCode> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int size = Cursor.limit(limit);
    String after = Cursor.decode(cursor);
    return Items.page(codes.list(after == null ? "" : after, size + 1), size, RedeemCode::code);
  }

  @PostMapping("/api/redemptions")
  ResponseEntity<byte[]> redeem(
      Person person,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @Valid @RequestBody Redeem asked) {
    UUID account = UUID.fromString(person.account());
    String code = asked.code();
    return answers.created(
        account,
        key,
        "redeem|" + code,
        () -> new Redeemed(code, MoneyView.of(codes.redeem(account, code))));
  }
}
