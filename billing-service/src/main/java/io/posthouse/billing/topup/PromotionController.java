package io.posthouse.billing.topup;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.billing.web.RatesView;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Promotions, for operators. */
@RestController
@RequestMapping("/api/operator/promotions")
class PromotionController {

  private static final Pattern PERCENT = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,4})?");

  private final Promotions promotions;
  private final Clock clock;

  PromotionController(Promotions promotions, Clock clock) {
    this.promotions = promotions;
    this.clock = clock;
  }

  /** A text in both languages. */
  record Wording(@NotBlank String en, @NotBlank String zh) {}

  /**
   * @param bonus USD; either this or the percentage
   * @param startsAt now when left out
   */
  record NewPromotion(
      @NotNull @Valid Wording name,
      @NotNull MoneyView minimum,
      @Nullable MoneyView bonus,
      @Nullable String bonusPercent,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      @Nullable @Min(1) Integer perAccount) {}

  record Change(@Nullable Boolean enabled, @Nullable Instant endsAt) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record View(
      UUID id,
      Wording name,
      MoneyView minimum,
      @Nullable MoneyView bonus,
      @Nullable String bonusPercent,
      Instant startsAt,
      @Nullable Instant endsAt,
      @Nullable Integer perAccount,
      boolean enabled) {

    static View of(Promotion promotion) {
      Money bonus = promotion.bonus();
      BigDecimal percent = promotion.percent();
      return new View(
          promotion.id(),
          new Wording(promotion.nameEn(), promotion.nameZh()),
          MoneyView.of(promotion.minimum()),
          bonus == null ? null : MoneyView.of(bonus),
          percent == null ? null : RatesView.plain(percent),
          promotion.startsAt(),
          promotion.endsAt(),
          promotion.perAccount(),
          promotion.enabled());
    }
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  View create(Person operator, @Valid @RequestBody NewPromotion asked) {
    MoneyView bonus = asked.bonus();
    String percent = asked.bonusPercent();
    if ((bonus == null) == (percent == null)) {
      throw invalid("bonus, bonusPercent: (expected: one of the two)");
    }
    if (percent != null && !PERCENT.matcher(percent).matches()) {
      throw invalid("bonusPercent: malformed (expected: a decimal string such as 10)");
    }
    Instant startsAt = asked.startsAt() == null ? clock.instant() : asked.startsAt();
    Instant endsAt = asked.endsAt();
    if (endsAt != null && !endsAt.isAfter(startsAt)) {
      throw invalid("endsAt: " + endsAt + " (expected: after startsAt)");
    }
    Money minimum = asked.minimum().toMoney("minimum", Currency.CNY);
    Money fixed = bonus == null ? null : bonus.toMoney("bonus", Currency.USD);
    if (!minimum.isPositive() || (fixed != null && !fixed.isPositive())) {
      throw invalid("minimum, bonus: (expected: above 0)");
    }
    return View.of(
        promotions.create(
            new Promotion(
                Promotions.newId(),
                asked.name().en(),
                asked.name().zh(),
                minimum,
                fixed,
                percent == null ? null : positive(percent),
                startsAt,
                endsAt,
                asked.perAccount(),
                true),
            operator.subject()));
  }

  private static BigDecimal positive(String percent) {
    BigDecimal value = new BigDecimal(percent);
    if (value.signum() <= 0) {
      throw invalid("bonusPercent: " + percent + " (expected: above 0)");
    }
    return value;
  }

  private static ProblemException invalid(String why) {
    return ProblemException.unprocessable("invalid-promotion", why);
  }

  @PatchMapping("/{id}")
  View change(Person operator, @PathVariable UUID id, @RequestBody Change asked) {
    return View.of(promotions.change(id, asked.enabled(), asked.endsAt(), operator.subject()));
  }

  @GetMapping
  Items<View> list() {
    return Items.all(promotions.all().stream().map(View::of).toList());
  }
}
