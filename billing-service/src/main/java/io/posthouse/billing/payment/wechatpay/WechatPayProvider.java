package io.posthouse.billing.payment.wechatpay;

import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.exception.WechatPayException;
import io.posthouse.billing.payment.CallbackOutcome;
import io.posthouse.billing.payment.CallbackRequest;
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
import java.util.List;

/** WeChat Pay as a provider. */
final class WechatPayProvider implements PaymentProvider {

  static final String NAME = "wechatpay";

  private final WechatPayOrders orders;
  private final WechatPayCallbacks callbacks;
  private final WechatPayRefunds refunds;
  private final WechatPayBills bills;
  private final PaymentAddresses addresses;

  WechatPayProvider(
      WechatPayOrders orders,
      WechatPayCallbacks callbacks,
      WechatPayRefunds refunds,
      WechatPayBills bills,
      PaymentAddresses addresses) {
    this.orders = orders;
    this.callbacks = callbacks;
    this.refunds = refunds;
    this.bills = bills;
    this.addresses = addresses;
  }

  /** A failure of the SDK, without what it quotes. */
  static ProviderUnavailable unavailable(String what, WechatPayException failed) {
    String why =
        failed instanceof ServiceException refused
            ? refused.getHttpStatusCode() + " " + refused.getErrorCode()
            : failed.getClass().getSimpleName();
    return new ProviderUnavailable(NAME, what, why);
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
    return new PayPage.QrCode(orders.code(order), "WeChat · 微信");
  }

  @Override
  public CallbackOutcome read(CallbackRequest request) {
    return callbacks.read(request);
  }

  @Override
  public CallbackOutcome query(PaymentOrder order) {
    return orders.query(order);
  }

  @Override
  public void close(PaymentOrder order) {
    orders.close(order);
  }

  @Override
  public RefundOutcome refund(RefundOrder refund) {
    return refunds.send(refund);
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
