package io.posthouse.billing.refund;

import io.posthouse.billing.idempotency.IdempotentRequests;
import io.posthouse.billing.wallet.Withdrawals;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.web.Cursor;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Refunds: customers ask, operators decide; and chargebacks. */
@RestController
class RefundController {

  private static final UUID LATEST = new UUID(-1L, -1L);

  private final Refunds refunds;
  private final RefundStore store;
  private final IdempotentRequests requests;
  private final JsonMapper json;

  RefundController(
      Refunds refunds, RefundStore store, IdempotentRequests requests, JsonMapper json) {
    this.refunds = refunds;
    this.store = store;
    this.requests = requests;
    this.json = json;
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
    return once(
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
    return once(
        UUID.nameUUIDFromBytes(operator.subject().getBytes(StandardCharsets.UTF_8)),
        key,
        "refund|" + asked.topUpId() + "|" + asked.reason(),
        () -> refunds.propose(asked.topUpId(), asked.reason(), operator.subject()));
  }

  private ResponseEntity<byte[]> once(
      UUID who, @Nullable String key, String request, Supplier<Refund> work) {
    Supplier<String> answer = () -> json.writeValueAsString(work.get());
    String body = key == null ? answer.get() : requests.once(who, key, request, answer);
    return ResponseEntity.status(HttpStatus.CREATED)
        .contentType(MediaType.APPLICATION_JSON)
        .body(body.getBytes(StandardCharsets.UTF_8));
  }

  @GetMapping("/api/operator/refunds")
  Items<Refund> list(
      @RequestParam(required = false) @Nullable UUID accountId,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int size = Cursor.limit(limit);
    String position = Cursor.decode(cursor);
    UUID before = position == null ? LATEST : UUID.fromString(position);
    return Items.page(
        store.list(accountId, before, size + 1), size, refund -> refund.id().toString());
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
