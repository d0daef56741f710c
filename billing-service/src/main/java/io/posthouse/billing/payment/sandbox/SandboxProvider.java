package io.posthouse.billing.payment.sandbox;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.CallbackOutcome;
import io.posthouse.billing.payment.CallbackRequest;
import io.posthouse.billing.payment.PayPage;
import io.posthouse.billing.payment.PaymentOrder;
import io.posthouse.billing.payment.PaymentProvider;
import io.posthouse.billing.payment.RefundOrder;
import io.posthouse.billing.payment.RefundOutcome;
import io.posthouse.billing.payment.StatementLine;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The sandbox as a provider: opens its page, reads its callbacks. */
final class SandboxProvider implements PaymentProvider {

  static final String NAME = "sandbox";

  private final SandboxPayments payments;
  private final SandboxSignature signature;
  private final String merchant;
  private final String publicUrl;
  private final JsonMapper json;

  SandboxProvider(
      SandboxPayments payments,
      SandboxSignature signature,
      String merchant,
      String publicUrl,
      JsonMapper json) {
    this.payments = payments;
    this.signature = signature;
    this.merchant = merchant;
    this.publicUrl = publicUrl;
    this.json = json;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public URI open(PaymentOrder order) {
    payments.open(order);
    return payUrl(order);
  }

  @Override
  public URI payUrl(PaymentOrder order) {
    return URI.create(publicUrl + "/api/payments/sandbox/pay/" + order.id());
  }

  /** The sandbox's own page is at that address already. */
  @Override
  public PayPage visit(PaymentOrder order) {
    return new PayPage.Redirect(payUrl(order));
  }

  @Override
  public CallbackOutcome read(CallbackRequest request) {
    String timestamp = request.header(SandboxSignature.TIMESTAMP);
    String claimed = request.header(SandboxSignature.SIGNATURE);
    if (timestamp == null || !signature.matches(timestamp, claimed, request.body())) {
      return new CallbackOutcome.Refused(
          CallbackOutcome.Reason.SIGNATURE, "no signature, or a wrong one");
    }
    if (!signature.isFresh(timestamp)) {
      return new CallbackOutcome.Refused(
          CallbackOutcome.Reason.STALE, "signed more than five minutes from now");
    }
    try {
      return understand(json.readValue(request.body(), SandboxCallback.class));
    } catch (JacksonException | IllegalArgumentException | DateTimeException unreadable) {
      return malformed();
    }
  }

  private CallbackOutcome understand(SandboxCallback said) {
    if (!merchant.equals(said.merchant())) {
      return new CallbackOutcome.Refused(
          CallbackOutcome.Reason.MERCHANT, "meant for another merchant");
    }
    UUID order = said.orderId();
    String status = said.status();
    if (order == null || status == null) {
      return malformed();
    }
    return switch (status) {
      case "paid" -> paid(order, said.paymentId(), said.amount(), said.currency(), said.paidAt());
      case "declined" -> new CallbackOutcome.Declined(order);
      case "pending" -> new CallbackOutcome.Pending(order);
      default -> malformed();
    };
  }

  private static CallbackOutcome paid(
      UUID order,
      @Nullable String paymentId,
      @Nullable String amount,
      @Nullable String currency,
      @Nullable String paidAt) {
    if (paymentId == null || amount == null || paidAt == null || !"CNY".equals(currency)) {
      return malformed();
    }
    return new CallbackOutcome.Paid(
        order, paymentId, Money.cny(amount), Instant.parse(paidAt), null);
  }

  private static CallbackOutcome malformed() {
    return new CallbackOutcome.Refused(
        CallbackOutcome.Reason.MALFORMED, "signed, but not a callback that is understood here");
  }

  @Override
  public CallbackOutcome query(PaymentOrder order) {
    SandboxPayment payment = payments.find(order.id()).orElse(null);
    String outcome = payment == null ? null : payment.outcome();
    String paymentId = payment == null ? null : payment.paymentId();
    Instant decidedAt = payment == null ? null : payment.decidedAt();
    if (payment == null || outcome == null || paymentId == null || decidedAt == null) {
      return new CallbackOutcome.Pending(order.id());
    }
    return outcome.equals("paid")
        ? new CallbackOutcome.Paid(order.id(), paymentId, payment.amount(), decidedAt, null)
        : new CallbackOutcome.Declined(order.id());
  }

  /** Its page looks at the order's end itself. */
  @Override
  public void close(PaymentOrder order) {}

  @Override
  public RefundOutcome refund(RefundOrder refund) {
    return payments.refund(refund);
  }

  @Override
  public List<StatementLine> statement(LocalDate day) {
    return payments.statement(day);
  }
}
