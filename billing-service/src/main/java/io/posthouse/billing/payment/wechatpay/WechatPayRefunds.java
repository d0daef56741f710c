package io.posthouse.billing.payment.wechatpay;

import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.exception.WechatPayException;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.service.refund.RefundService;
import com.wechat.pay.java.service.refund.model.AmountReq;
import com.wechat.pay.java.service.refund.model.CreateRequest;
import com.wechat.pay.java.service.refund.model.Refund;
import com.wechat.pay.java.service.refund.model.Status;
import io.posthouse.billing.payment.Fen;
import io.posthouse.billing.payment.OrderReference;
import io.posthouse.billing.payment.RefundOrder;
import io.posthouse.billing.payment.RefundOutcome;
import java.util.Set;

/** Sends refunds. WeChat Pay answers the same {@code out_refund_no} again with where it stands. */
final class WechatPayRefunds {

  /** Refusals that another try will not change. */
  private static final Set<String> FINAL =
      Set.of("USER_ACCOUNT_ABNORMAL", "RESOURCE_NOT_EXISTS", "ORDER_NOT_EXIST");

  private final RefundService service;

  WechatPayRefunds(HttpClient http) {
    this.service = new RefundService.Builder().httpClient(http).build();
  }

  RefundOutcome send(RefundOrder order) {
    AmountReq amount = new AmountReq();
    amount.setRefund(Fen.of(order.amount()));
    amount.setTotal(Fen.of(order.paid()));
    amount.setCurrency(WechatPayTransactions.CNY);
    CreateRequest request = new CreateRequest();
    request.setTransactionId(order.paymentId());
    request.setOutRefundNo(OrderReference.of(order.refundId()));
    request.setAmount(amount);
    try {
      return outcome(service.create(request));
    } catch (ServiceException refused) {
      String code = String.valueOf(refused.getErrorCode());
      if (FINAL.contains(code)) {
        return new RefundOutcome.Refused("wechatpay refused it: " + code);
      }
      throw WechatPayProvider.unavailable("refunding", refused);
    } catch (WechatPayException failed) {
      throw WechatPayProvider.unavailable("refunding", failed);
    }
  }

  private static RefundOutcome outcome(Refund refund) {
    Status status = refund.getStatus();
    if (status == null) {
      return new RefundOutcome.Pending();
    }
    return switch (status) {
      case SUCCESS -> new RefundOutcome.Sent();
      case CLOSED -> new RefundOutcome.Refused("wechatpay closed it");
      // ABNORMAL: the payer's account is gone; a person decides at WeChat Pay where it goes.
      case PROCESSING, ABNORMAL -> new RefundOutcome.Pending();
    };
  }
}
