package io.posthouse.billing.topup;

import static java.util.Objects.requireNonNull;

import io.posthouse.billing.idempotency.IdempotentAnswers;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.billing.web.NewestFirst;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
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

/**
 * A customer's orders (A31: everything is computed here, nothing is taken from the client but the
 * amount).
 */
@RestController
@RequestMapping("/api/top-ups")
class TopUpController {

  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,12})?");

  private final TopUps topUps;
  private final PaymentIds paymentIds;
  private final IdempotentAnswers answers;
  private final Clock clock;

  TopUpController(TopUps topUps, PaymentIds paymentIds, IdempotentAnswers answers, Clock clock) {
    this.topUps = topUps;
    this.paymentIds = paymentIds;
    this.answers = answers;
    this.clock = clock;
  }

  /**
   * @param amount CNY; either this or a package
   * @param provider such as {@code sandbox}
   */
  record NewTopUp(@Nullable MoneyView amount, @Nullable UUID planId, @NotNull String provider) {}

  @PostMapping
  ResponseEntity<byte[]> create(
      Person person,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @Valid @RequestBody NewTopUp asked) {
    UUID account = UUID.fromString(person.account());
    MoneyView view = asked.amount();
    UUID plan = asked.planId();
    if ((view == null) == (plan == null)) {
      throw ProblemException.badRequest("amount, planId: (expected: one of the two)");
    }
    Money amount = view == null ? null : amount(view);
    Supplier<TopUp> order =
        plan == null
            ? () -> topUps.create(account, requireNonNull(amount), asked.provider())
            : () -> topUps.create(account, plan, asked.provider());
    return answers.created(
        account,
        key,
        (plan == null ? amount : plan) + "|" + asked.provider(),
        () -> view(order.get()));
  }

  private static Money amount(MoneyView asked) {
    if (!asked.currency().equals(Currency.CNY.name())) {
      throw ProblemException.unprocessable(
          "unsupported-currency", "amount.currency: not taken (expected: CNY)");
    }
    if (!DECIMAL.matcher(asked.amount()).matches()) {
      throw ProblemException.unprocessable(
          "invalid-amount",
          "amount.amount: not an amount (expected: a decimal string, as 100 or 99.50)");
    }
    try {
      return Money.cny(asked.amount());
    } catch (IllegalArgumentException invalid) {
      throw ProblemException.unprocessable("invalid-amount", String.valueOf(invalid.getMessage()));
    }
  }

  @GetMapping
  Items<TopUpView> list(
      Person person, @RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
    NewestFirst page = NewestFirst.of(limit, cursor);
    List<TopUpView> found =
        topUps.of(UUID.fromString(person.account()), page.before(), page.fetch()).stream()
            .map(this::view)
            .toList();
    return Items.page(found, page.size(), TopUpView::id);
  }

  @GetMapping("/{id}")
  TopUpView one(Person person, @PathVariable UUID id) {
    return topUps
        .find(UUID.fromString(person.account()), id)
        .map(this::view)
        .orElseThrow(() -> ProblemException.notFound("top-up " + id));
  }

  private TopUpView view(TopUp order) {
    byte[] sealed = order.sealedPaymentId();
    return new TopUpView(
        order.getId().toString(),
        status(order),
        MoneyView.of(order.amount()),
        TopUpView.QuoteView.of(order.quote(), order.offer()),
        order.provider(),
        sealed == null ? null : paymentIds.open(sealed, "top_up", order.getId()),
        topUps.payUrl(order).orElse(null),
        order.createdAt(),
        order.paidAt());
  }

  /** An order whose quote has just run out is shown as expired before the sweep has written so. */
  private String status(TopUp order) {
    TopUpState state = order.state();
    return state instanceof TopUpState.Created created && !order.quote().holdsAt(clock.instant())
        ? created.expired(order.quote().expiresAt()).code()
        : state.code();
  }
}
