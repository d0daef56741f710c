package io.posthouse.billing.topup;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.billing.web.NewestFirst;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Operators see the money that arrived and was not credited, and decide about it. */
@RestController
class PaymentReviewController {

  private final PaymentReviews reviews;
  private final ReviewDecisions decisions;

  PaymentReviewController(PaymentReviews reviews, ReviewDecisions decisions) {
    this.reviews = reviews;
    this.decisions = decisions;
  }

  /**
   * @param decision {@code credit} (at the order's rate, or the one in force) or {@code dismiss}
   * @param accountId who gets it; needed only when the order is unknown
   */
  record Decision(
      @NotNull @Pattern(regexp = "credit|dismiss") String decision,
      @Nullable UUID accountId,
      @NotBlank @Size(max = 500) String reason) {}

  @PostMapping("/api/operator/quarantine/payments/{id}/decisions")
  View decide(Person operator, @PathVariable UUID id, @Valid @RequestBody Decision said) {
    if (said.decision().equals("credit")) {
      decisions.credit(id, said.accountId(), said.reason(), operator.subject());
    } else {
      decisions.dismiss(id, said.reason(), operator.subject());
    }
    return reviews.find(id).map(this::view).orElseThrow();
  }

  @GetMapping("/api/operator/quarantine/payments")
  Items<View> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
    NewestFirst page = NewestFirst.of(limit, cursor);
    List<View> found = reviews.list(page.before(), page.fetch()).stream().map(this::view).toList();
    return Items.page(found, page.size(), View::id);
  }

  private View view(PaymentReviews.Review review) {
    return new View(
        review.id().toString(),
        review.orderId().toString(),
        review.provider(),
        reviews.paymentId(review),
        MoneyView.of(review.amount()),
        review.reason(),
        review.paidAt(),
        review.receivedAt(),
        review.decision());
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record View(
      String id,
      String topUpId,
      String provider,
      String providerOrderId,
      MoneyView amount,
      String reason,
      Instant paidAt,
      Instant receivedAt,
      @Nullable String decision) {}
}
