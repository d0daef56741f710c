package io.posthouse.billing.topup;

import io.posthouse.billing.web.MoneyView;
import io.posthouse.web.Cursor;
import io.posthouse.web.Items;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Operators see the money that arrived and was not credited. */
@RestController
class PaymentReviewController {

  private static final UUID LATEST = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

  private final PaymentReviews reviews;

  PaymentReviewController(PaymentReviews reviews) {
    this.reviews = reviews;
  }

  @GetMapping("/api/operator/quarantine/payments")
  Items<View> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
    int size = Cursor.limit(limit);
    String position = Cursor.decode(cursor);
    UUID before = position == null ? LATEST : UUID.fromString(position);
    List<View> found = reviews.list(before, size + 1).stream().map(this::view).toList();
    return Items.page(found, size, View::id);
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
        review.receivedAt());
  }

  record View(
      String id,
      String topUpId,
      String provider,
      String providerOrderId,
      MoneyView amount,
      String reason,
      Instant paidAt,
      Instant receivedAt) {}
}
