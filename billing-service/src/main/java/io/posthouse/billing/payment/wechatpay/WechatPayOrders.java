package io.posthouse.billing.payment.wechatpay;

import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.exception.WechatPayException;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.service.payments.nativepay.NativePayService;
import com.wechat.pay.java.service.payments.nativepay.model.Amount;
import com.wechat.pay.java.service.payments.nativepay.model.CloseOrderRequest;
import com.wechat.pay.java.service.payments.nativepay.model.PrepayRequest;
import com.wechat.pay.java.service.payments.nativepay.model.QueryOrderByOutTradeNoRequest;
import io.posthouse.billing.payment.CallbackOutcome;
import io.posthouse.billing.payment.Fen;
import io.posthouse.billing.payment.PaymentAddresses;
import io.posthouse.billing.payment.PaymentOrder;
import io.posthouse.billing.payment.PaymentSessions;
import io.posthouse.billing.payment.StatementDays;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Orders at WeChat Pay: opened, asked for, closed. */
final class WechatPayOrders {

  private final NativePayService service;
  private final WechatPayMerchant merchant;
  private final WechatPayTransactions transactions;
  private final PaymentSessions sessions;
  private final PaymentAddresses addresses;

  WechatPayOrders(
      HttpClient http,
      WechatPayMerchant merchant,
      WechatPayTransactions transactions,
      PaymentSessions sessions,
      PaymentAddresses addresses) {
    this.service = new NativePayService.Builder().httpClient(http).build();
    this.merchant = merchant;
    this.transactions = transactions;
    this.sessions = sessions;
    this.addresses = addresses;
  }

  /** What the code of an order says. The same for the same order. */
  String code(PaymentOrder order) {
    return sessions.find(order.id()).orElseGet(() -> create(order)).location();
  }

  private PaymentSessions.Session create(PaymentOrder order) {
    Amount amount = new Amount();
    amount.setTotal(Math.toIntExact(Fen.of(order.amount())));
    amount.setCurrency(WechatPayTransactions.CNY);
    PrepayRequest request = new PrepayRequest();
    request.setAppid(merchant.appId());
    request.setMchid(merchant.id());
    request.setDescription("Top-up");
    request.setOutTradeNo(order.reference());
    request.setTimeExpire(write(order.expiresAt()));
    request.setNotifyUrl(addresses.callbacks(WechatPayProvider.NAME));
    request.setAmount(amount);
    try {
      String code = service.prepay(request).getCodeUrl();
      return sessions.keep(order.id(), new PaymentSessions.Session(order.reference(), code));
    } catch (WechatPayException failed) {
      throw WechatPayProvider.unavailable("opening an order", failed);
    }
  }

  /** The next whole second: an order never ends before its quote. */
  private static String write(Instant instant) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        OffsetDateTime.ofInstant(
            instant.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS),
            StatementDays.CHINA.zone()));
  }

  CallbackOutcome query(PaymentOrder order) {
    QueryOrderByOutTradeNoRequest request = new QueryOrderByOutTradeNoRequest();
    request.setMchid(merchant.id());
    request.setOutTradeNo(order.reference());
    try {
      return transactions.read(service.queryOrderByOutTradeNo(request), order.id());
    } catch (WechatPayException unreachableOrUnknown) {
      return new CallbackOutcome.Pending(order.id());
    }
  }

  void close(PaymentOrder order) {
    CloseOrderRequest request = new CloseOrderRequest();
    request.setMchid(merchant.id());
    request.setOutTradeNo(order.reference());
    try {
      service.closeOrder(request);
    } catch (ServiceException refused) {
      // Never visited, or paid or closed before: all three are as good as closed.
      switch (String.valueOf(refused.getErrorCode())) {
        case "ORDER_NOT_EXIST",
            "ORDERNOTEXIST",
            "RESOURCE_NOT_EXISTS",
            "ORDER_CLOSED",
            "ORDERPAID",
            "ORDER_PAID" -> {}
        default -> throw WechatPayProvider.unavailable("closing an order", refused);
      }
    } catch (WechatPayException failed) {
      throw WechatPayProvider.unavailable("closing an order", failed);
    }
  }
}
