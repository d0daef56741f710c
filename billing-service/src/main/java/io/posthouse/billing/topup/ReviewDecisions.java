package io.posthouse.billing.topup;

import io.posthouse.billing.audit.Audit;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.money.Rounding;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.web.ProblemException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Operators decide about payments that fitted no order: credited, at the order's own rate where
 * there is one, or dismissed. The order stays as it is; the payment is a lot of its own.
 */
@Component
@Transactional
class ReviewDecisions {

  private final PaymentReviews reviews;
  private final TopUpRows orders;
  private final ExchangeRates rates;
  private final Wallets wallets;
  private final Audit audit;

  ReviewDecisions(
      PaymentReviews reviews, TopUpRows orders, ExchangeRates rates, Wallets wallets, Audit audit) {
    this.reviews = reviews;
    this.orders = orders;
    this.rates = rates;
    this.wallets = wallets;
    this.audit = audit;
  }

  /**
   * Credits the payment.
   *
   * @param account needed when the payment names no order of ours; must be the order's otherwise
   */
  void credit(UUID id, @Nullable UUID account, String reason, String person) {
    PaymentReviews.Review review = find(id);
    if (review.isDispute()) {
      throw ProblemException.unprocessable(
          "not-a-payment", "The money was taken back, not paid. Dismiss it when it is seen to.");
    }
    Optional<TopUp> order = orders.findById(review.orderId());
    UUID owner = order.map(TopUp::accountId).orElse(account);
    if (owner == null) {
      throw ProblemException.unprocessable(
          "account-required", "accountId: missing (expected: whose payment it is)");
    }
    if (account != null && !account.equals(owner)) {
      throw ProblemException.unprocessable(
          "other-account", "accountId: " + account + " (expected: the order's account)");
    }
    if (wallets.find(owner).isEmpty()) {
      throw ProblemException.unprocessable("unknown-account", "accountId: has no wallet");
    }
    Money usd =
        order
            .map(
                known ->
                    Rounding.divide(review.amount().amount(), known.quote().rate(), Currency.USD))
            .orElseGet(() -> rates.current().credit(review.amount()));
    reviews.decide(id, owner, usd, reason, person);
    wallets.creditPaid(owner, usd, review.amount(), id);
    audit.record(
        person,
        "payment.credited",
        id.toString(),
        review.amount() + " as " + usd + " to " + owner + ": " + reason);
  }

  /** Leaves the payment uncredited, for good. */
  void dismiss(UUID id, String reason, String person) {
    PaymentReviews.Review review = find(id);
    reviews.decide(id, null, null, reason, person);
    audit.record(person, "payment.dismissed", id.toString(), review.amount() + ": " + reason);
  }

  private PaymentReviews.Review find(UUID id) {
    return reviews.find(id).orElseThrow(() -> ProblemException.notFound("payment " + id));
  }
}
