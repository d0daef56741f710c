package io.posthouse.billing.topup;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.web.MoneyView;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order in the API.
 *
 * @param status {@code created|paid|declined|expired}
 * @param providerOrderId the provider's own order number, once paid
 * @param payUrl absolute; left out when the provider was switched off since
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TopUpView(
    String id,
    String status,
    MoneyView amount,
    QuoteView quote,
    String provider,
    @Nullable String providerOrderId,
    @Nullable URI payUrl,
    Instant createdAt,
    @Nullable Instant paidAt) {

  /**
   * @param rate CNY per USD
   * @param source {@code initial|feed|operator}
   * @param bonus what a promotion or the package gives beside it; cannot be refunded
   */
  record QuoteView(
      String rate, String source, Instant expiresAt, MoneyView credit, MoneyView bonus) {

    static QuoteView of(Quote quote, Offer offer) {
      return new QuoteView(
          quote.rate().stripTrailingZeros().toPlainString(),
          quote.source().code(),
          quote.expiresAt(),
          MoneyView.of(quote.credit()),
          MoneyView.of(offer.bonus()));
    }
  }
}
