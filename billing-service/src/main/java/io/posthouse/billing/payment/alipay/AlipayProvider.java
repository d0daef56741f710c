package io.posthouse.billing.payment.alipay;

import com.alipay.api.domain.AlipayTradeCloseModel;
import com.alipay.api.domain.AlipayTradePagePayModel;
import com.alipay.api.domain.AlipayTradeQueryModel;
import com.alipay.api.domain.AlipayTradeRefundModel;
import com.alipay.api.request.AlipayTradeCloseRequest;
import com.alipay.api.request.AlipayTradePagePayRequest;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import com.alipay.api.response.AlipayTradeCloseResponse;
import com.alipay.api.response.AlipayTradeQueryResponse;
import com.alipay.api.response.AlipayTradeRefundResponse;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.CallbackOutcome;
import io.posthouse.billing.payment.CallbackRequest;
import io.posthouse.billing.payment.Fen;
import io.posthouse.billing.payment.InstrumentHash;
import io.posthouse.billing.payment.OrderReference;
import io.posthouse.billing.payment.PayPage;
import io.posthouse.billing.payment.PaymentAddresses;
import io.posthouse.billing.payment.PaymentOrder;
import io.posthouse.billing.payment.PaymentProvider;
import io.posthouse.billing.payment.ProviderUnavailable;
import io.posthouse.billing.payment.RefundOrder;
import io.posthouse.billing.payment.RefundOutcome;
import io.posthouse.billing.payment.StatementDays;
import io.posthouse.billing.payment.StatementLine;
import java.net.URI;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** Alipay as a provider. */
final class AlipayProvider implements PaymentProvider {

  static final String NAME = "alipay";

  /** Refusals of a refund that another try will not change. */
  private static final Set<String> FINAL =
      Set.of(
          "ACQ.TRADE_NOT_EXIST",
          "ACQ.TRADE_HAS_FINISHED",
          "ACQ.TRADE_HAS_CLOSE",
          "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
          "ACQ.REASON_TRADE_REFUND_FEE_ERR",
          "ACQ.TRADE_NOT_ALLOW_REFUND",
          "ACQ.REFUND_FEE_ERROR",
          "ACQ.BUYER_NOT_EXIST",
          "ACQ.TRADE_REFUND_FEE_ERR");

  private final AlipayGateway gateway;
  private final AlipayCallbacks callbacks;
  private final AlipayBills bills;
  private final InstrumentHash instruments;
  private final PaymentAddresses addresses;

  AlipayProvider(
      AlipayGateway gateway,
      AlipayCallbacks callbacks,
      AlipayBills bills,
      InstrumentHash instruments,
      PaymentAddresses addresses) {
    this.gateway = gateway;
    this.callbacks = callbacks;
    this.bills = bills;
    this.instruments = instruments;
    this.addresses = addresses;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public URI payUrl(PaymentOrder order) {
    return addresses.page(NAME, order.id());
  }

  @Override
  public PayPage visit(PaymentOrder order) {
    AlipayTradePagePayModel model = new AlipayTradePagePayModel();
    model.setOutTradeNo(order.reference());
    model.setTotalAmount(Fen.yuan(order.amount()));
    model.setSubject("Top-up");
    model.setProductCode("FAST_INSTANT_TRADE_PAY");
    model.setTimeExpire(AlipayTime.write(order.expiresAt()));
    AlipayTradePagePayRequest request = new AlipayTradePagePayRequest();
    request.setBizModel(model);
    request.setNotifyUrl(addresses.callbacks(NAME));
    request.setReturnUrl(addresses.back());
    return new PayPage.Redirect(URI.create(gateway.page(request)));
  }

  @Override
  public CallbackOutcome read(CallbackRequest request) {
    return callbacks.read(request);
  }

  @Override
  public String acknowledgement() {
    return "success";
  }

  @Override
  public CallbackOutcome query(PaymentOrder order) {
    AlipayTradeQueryModel model = new AlipayTradeQueryModel();
    model.setOutTradeNo(order.reference());
    AlipayTradeQueryRequest request = new AlipayTradeQueryRequest();
    request.setBizModel(model);
    try {
      AlipayTradeQueryResponse answer = gateway.call("asking for a payment", request);
      return answer.isSuccess()
          ? understand(order, answer)
          : new CallbackOutcome.Pending(order.id());
    } catch (ProviderUnavailable unreachable) {
      return new CallbackOutcome.Pending(order.id());
    }
  }

  private CallbackOutcome understand(PaymentOrder order, AlipayTradeQueryResponse answer) {
    if (!order.reference().equals(answer.getOutTradeNo()) || answer.getTradeStatus() == null) {
      return AlipayCallbacks.malformed();
    }
    return switch (answer.getTradeStatus()) {
      case "TRADE_SUCCESS", "TRADE_FINISHED" -> paid(order, answer);
      case "TRADE_CLOSED" -> new CallbackOutcome.Declined(order.id());
      default -> new CallbackOutcome.Pending(order.id());
    };
  }

  private CallbackOutcome paid(PaymentOrder order, AlipayTradeQueryResponse answer) {
    Date paidAt = answer.getSendPayDate();
    if (answer.getTradeNo() == null || answer.getTotalAmount() == null || paidAt == null) {
      return AlipayCallbacks.malformed();
    }
    try {
      return new CallbackOutcome.Paid(
          order.id(),
          answer.getTradeNo(),
          Money.cny(answer.getTotalAmount()),
          paidAt.toInstant(),
          instruments.of(AlipayCallbacks.payer(answer.getBuyerOpenId(), answer.getBuyerUserId())));
    } catch (IllegalArgumentException noAmount) {
      return AlipayCallbacks.malformed();
    }
  }

  @Override
  public void close(PaymentOrder order) {
    AlipayTradeCloseModel model = new AlipayTradeCloseModel();
    model.setOutTradeNo(order.reference());
    AlipayTradeCloseRequest request = new AlipayTradeCloseRequest();
    request.setBizModel(model);
    AlipayTradeCloseResponse answer = gateway.call("closing a payment", request);
    // An order that was never visited is no trade there; one that was paid or closed stays so.
    if (!answer.isSuccess()
        && !"ACQ.TRADE_NOT_EXIST".equals(answer.getSubCode())
        && !"ACQ.TRADE_STATUS_ERROR".equals(answer.getSubCode())) {
      throw new ProviderUnavailable(NAME, "closing a payment", String.valueOf(answer.getSubCode()));
    }
  }

  @Override
  public RefundOutcome refund(RefundOrder refund) {
    AlipayTradeRefundModel model = new AlipayTradeRefundModel();
    model.setTradeNo(refund.paymentId());
    model.setOutTradeNo(OrderReference.of(refund.orderId()));
    model.setRefundAmount(Fen.yuan(refund.amount()));
    model.setOutRequestNo(OrderReference.of(refund.refundId()));
    AlipayTradeRefundRequest request = new AlipayTradeRefundRequest();
    request.setBizModel(model);
    AlipayTradeRefundResponse answer = gateway.call("refunding", request);
    if (answer.isSuccess()) {
      return new RefundOutcome.Sent();
    }
    String code = String.valueOf(answer.getSubCode());
    return AlipayGateway.isSigned(answer) && FINAL.contains(code)
        ? new RefundOutcome.Refused("alipay refused it: " + code)
        : new RefundOutcome.Pending();
  }

  @Override
  public StatementDays statementDays() {
    return StatementDays.CHINA;
  }

  @Override
  public List<StatementLine> statement(LocalDate day) {
    return bills.of(day);
  }
}
