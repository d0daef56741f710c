package io.posthouse.billing.topup;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Packages: everyone sees what is on offer, operators make them. */
@RestController
class PlanController {

  private final Plans plans;

  PlanController(Plans plans) {
    this.plans = plans;
  }

  record NewPlan(
      @NotNull @Valid PromotionController.Wording name,
      @NotNull MoneyView price,
      @Nullable MoneyView bonus,
      @Nullable Integer order) {}

  record Change(@NotNull Boolean enabled) {}

  record View(
      UUID id,
      PromotionController.Wording name,
      MoneyView price,
      MoneyView bonus,
      int order,
      boolean enabled) {

    static View of(Plan plan) {
      return new View(
          plan.id(),
          new PromotionController.Wording(plan.nameEn(), plan.nameZh()),
          MoneyView.of(plan.price()),
          MoneyView.of(plan.bonus()),
          plan.order(),
          plan.enabled());
    }
  }

  @GetMapping("/api/plans")
  Items<View> onOffer() {
    return Items.all(plans.all().stream().filter(Plan::enabled).map(View::of).toList());
  }

  @GetMapping("/api/operator/plans")
  Items<View> all() {
    return Items.all(plans.all().stream().map(View::of).toList());
  }

  @PostMapping("/api/operator/plans")
  @ResponseStatus(HttpStatus.CREATED)
  View create(Person operator, @Valid @RequestBody NewPlan asked) {
    MoneyView bonus = asked.bonus();
    Money given = bonus == null ? Money.ZERO_USD : bonus.toMoney("bonus", Currency.USD);
    if (given.isNegative()) {
      throw ProblemException.unprocessable("invalid-plan", "bonus: " + given + " (expected: >= 0)");
    }
    Integer order = asked.order();
    return View.of(
        plans.create(
            asked.name().en(),
            asked.name().zh(),
            asked.price().toMoney("price", Currency.CNY),
            given,
            order == null ? 0 : order,
            operator.subject()));
  }

  @PatchMapping("/api/operator/plans/{id}")
  View change(Person operator, @PathVariable UUID id, @Valid @RequestBody Change asked) {
    return View.of(plans.enable(id, asked.enabled(), operator.subject()));
  }
}
