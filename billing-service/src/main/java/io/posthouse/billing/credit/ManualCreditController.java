package io.posthouse.billing.credit;

import io.posthouse.billing.idempotency.IdempotentRequests;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.web.Cursor;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Manual credits, for operators. */
@RestController
@RequestMapping("/api/operator/credits")
class ManualCreditController {

  private static final UUID LATEST = new UUID(-1L, -1L);

  private final ManualCredits credits;
  private final IdempotentRequests requests;
  private final JsonMapper json;

  ManualCreditController(ManualCredits credits, IdempotentRequests requests, JsonMapper json) {
    this.credits = credits;
    this.requests = requests;
    this.json = json;
  }

  record NewCredit(
      @NotNull UUID accountId,
      @NotNull MoneyView amount,
      @NotBlank @Size(max = 500) String reason) {}

  /**
   * @param decision {@code approve} or {@code reject}
   */
  record Decision(@NotNull @Pattern(regexp = "approve|reject") String decision) {}

  @PostMapping
  ResponseEntity<byte[]> ask(
      Person operator,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @Valid @RequestBody NewCredit asked) {
    Money amount = asked.amount().toMoney("amount", Currency.USD);
    if (!amount.isPositive()) {
      throw ProblemException.unprocessable(
          "invalid-amount", "amount: " + amount + " (expected: above 0 USD)");
    }
    String answer =
        key == null
            ? ask(asked, amount, operator)
            : requests.once(
                UUID.nameUUIDFromBytes(operator.subject().getBytes(StandardCharsets.UTF_8)),
                key,
                "credit|" + asked.accountId() + "|" + amount + "|" + asked.reason(),
                () -> ask(asked, amount, operator));
    return ResponseEntity.status(HttpStatus.CREATED)
        .contentType(MediaType.APPLICATION_JSON)
        .body(answer.getBytes(StandardCharsets.UTF_8));
  }

  private String ask(NewCredit asked, Money amount, Person operator) {
    return json.writeValueAsString(
        credits.ask(asked.accountId(), amount, asked.reason(), operator.subject()));
  }

  @PostMapping("/{id}/decisions")
  ManualCredit decide(Person operator, @PathVariable UUID id, @Valid @RequestBody Decision said) {
    return credits.decide(id, said.decision().equals("approve"), operator.subject());
  }

  @GetMapping
  Items<ManualCredit> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int size = Cursor.limit(limit);
    String position = Cursor.decode(cursor);
    UUID before = position == null ? LATEST : UUID.fromString(position);
    return Items.page(credits.list(before, size + 1), size, credit -> credit.id().toString());
  }
}
