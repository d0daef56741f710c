package io.posthouse.billing.payment.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.param.ChargeListParams;
import com.stripe.param.RefundListParams;
import io.posthouse.billing.payment.Fen;
import io.posthouse.billing.payment.ProviderUnavailable;
import io.posthouse.billing.payment.StatementDays;
import io.posthouse.billing.payment.StatementLine;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Stripe moved on a UTC day. */
final class StripeStatement {

  private static final long PAGE = 100;

  private final StripeClient client;

  StripeStatement(StripeClient client) {
    this.client = client;
  }

  List<StatementLine> of(LocalDate day) {
    long from = StatementDays.UTC.begin(day).getEpochSecond();
    long to = StatementDays.UTC.end(day).getEpochSecond();
    List<StatementLine> lines = new ArrayList<>();
    try {
      addCharges(lines, from, to);
      addRefunds(lines, from, to);
    } catch (StripeException failed) {
      throw StripeProvider.unavailable("asking for a statement", failed);
    } catch (RuntimeException page) {
      // The library's way to fail on a later page, with an exception that quotes the request.
      throw new ProviderUnavailable(
          StripeProvider.NAME, "asking for a statement", page.getClass().getSimpleName());
    }
    return lines;
  }

  private void addCharges(List<StatementLine> lines, long from, long to) throws StripeException {
    ChargeListParams params =
        ChargeListParams.builder()
            .setCreated(ChargeListParams.Created.builder().setGte(from).setLt(to).build())
            .setLimit(PAGE)
            .build();
    for (Charge charge : client.v1().charges().list(params).autoPagingIterable()) {
      if ("succeeded".equals(charge.getStatus())
          && StripeCharges.CNY.equals(charge.getCurrency())) {
        String order = StripeCharges.reference(charge.getMetadata());
        lines.add(
            line(
                order == null ? charge.getId() : order,
                StatementLine.Kind.PAID,
                charge.getAmount(),
                charge.getCreated()));
      }
    }
  }

  private void addRefunds(List<StatementLine> lines, long from, long to) throws StripeException {
    RefundListParams params =
        RefundListParams.builder()
            .setCreated(RefundListParams.Created.builder().setGte(from).setLt(to).build())
            .setLimit(PAGE)
            .addExpand("data.payment_intent")
            .build();
    for (Refund refund : client.v1().refunds().list(params).autoPagingIterable()) {
      boolean gone = "failed".equals(refund.getStatus()) || "canceled".equals(refund.getStatus());
      if (!gone && StripeCharges.CNY.equals(refund.getCurrency())) {
        lines.add(
            line(
                order(refund),
                StatementLine.Kind.REFUNDED,
                refund.getAmount(),
                refund.getCreated()));
      }
    }
  }

  /** Which order a refund is of; one that was made at Stripe's own desk does not say so itself. */
  private static String order(Refund refund) {
    String own = StripeCharges.reference(refund.getMetadata());
    PaymentIntent intent = refund.getPaymentIntentObject();
    String paid = intent == null ? null : StripeCharges.reference(intent.getMetadata());
    return own != null ? own : paid != null ? paid : refund.getId();
  }

  private static StatementLine line(
      String order, StatementLine.Kind kind, @Nullable Long fen, @Nullable Long at)
      throws StripeException {
    if (fen == null || at == null) {
      throw new ApiConnectionException("a line without amount or time");
    }
    return StatementLine.of(order, kind, Fen.toMoney(fen), Instant.ofEpochSecond(at));
  }
}
