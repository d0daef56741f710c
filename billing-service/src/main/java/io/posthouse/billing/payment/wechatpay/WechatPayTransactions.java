package io.posthouse.billing.payment.wechatpay;

import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.payments.model.TransactionAmount;
import io.posthouse.billing.payment.CallbackOutcome;
import io.posthouse.billing.payment.Fen;
import io.posthouse.billing.payment.InstrumentHash;
import io.posthouse.billing.payment.OrderReference;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a transaction means, be it heard of in a callback or asked for. */
final class WechatPayTransactions {

  static final String CNY = "CNY";

  private final WechatPayMerchant merchant;
  private final InstrumentHash instruments;

  WechatPayTransactions(WechatPayMerchant merchant, InstrumentHash instruments) {
    this.merchant = merchant;
    this.instruments = instruments;
  }

  /** Reads a transaction that was asked for because of an order. */
  CallbackOutcome read(Transaction transaction, UUID order) {
    return OrderReference.of(order).equals(transaction.getOutTradeNo())
        ? read(transaction)
        : new CallbackOutcome.Refused(
            CallbackOutcome.Reason.MALFORMED, "the answer is about another order");
  }

  /** Reads a transaction. */
  CallbackOutcome read(Transaction transaction) {
    if (!merchant.id().equals(transaction.getMchid())
        || !merchant.appId().equals(transaction.getAppid())) {
      return new CallbackOutcome.Refused(
          CallbackOutcome.Reason.MERCHANT, "meant for another merchant or application");
    }
    Transaction.TradeStateEnum state = transaction.getTradeState();
    if (state == null || transaction.getOutTradeNo() == null) {
      return malformed();
    }
    UUID order = OrderReference.read(transaction.getOutTradeNo()).orElse(null);
    if (order == null) {
      return new CallbackOutcome.Irrelevant("transaction of something else");
    }
    return switch (state) {
      case SUCCESS -> paid(order, transaction);
      case CLOSED, REVOKED -> new CallbackOutcome.Declined(order);
      // REFUND: it was paid once; what became of that is the refund's affair.
      case NOTPAY, USERPAYING, PAYERROR, ACCEPT, REFUND -> new CallbackOutcome.Pending(order);
    };
  }

  private CallbackOutcome paid(UUID order, Transaction transaction) {
    TransactionAmount amount = transaction.getAmount();
    Integer total = amount == null ? null : amount.getTotal();
    if (amount == null
        || total == null
        || total <= 0
        || transaction.getTransactionId() == null
        || transaction.getSuccessTime() == null) {
      return malformed();
    }
    if (!CNY.equals(amount.getCurrency())) {
      return new CallbackOutcome.Refused(
          CallbackOutcome.Reason.CURRENCY, "a payment in another currency than CNY");
    }
    try {
      return new CallbackOutcome.Paid(
          order,
          transaction.getTransactionId(),
          Fen.toMoney(total),
          OffsetDateTime.parse(transaction.getSuccessTime()).toInstant(),
          instruments.of(payer(transaction)));
    } catch (DateTimeException noTime) {
      return malformed();
    }
  }

  private static @Nullable String payer(Transaction transaction) {
    return transaction.getPayer() == null ? null : transaction.getPayer().getOpenid();
  }

  static CallbackOutcome malformed() {
    return new CallbackOutcome.Refused(
        CallbackOutcome.Reason.MALFORMED, "signed, but not a callback that is understood here");
  }
}
