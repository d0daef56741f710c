package io.posthouse.billing.payment.alipay;

import com.alipay.api.AlipayApiException;
import com.alipay.api.internal.util.AlipaySignature;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.CallbackOutcome;
import io.posthouse.billing.payment.CallbackRequest;
import io.posthouse.billing.payment.InstrumentHash;
import io.posthouse.billing.payment.OrderReference;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads Alipay's callbacks. Thread-safe. */
final class AlipayCallbacks {

  static final String RSA2 = "RSA2";

  private static final Duration OLDEST = Duration.ofHours(26);
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final Merchant merchant;
  private final InstrumentHash instruments;
  private final InstantSource time;

  /**
   * Who we are to Alipay.
   *
   * @param alipayKey Alipay's public key, base64
   */
  record Merchant(String appId, String sellerId, String alipayKey) {}

  AlipayCallbacks(Merchant merchant, InstrumentHash instruments, InstantSource realTime) {
    this.merchant = merchant;
    this.instruments = instruments;
    this.time = realTime;
  }

  CallbackOutcome read(CallbackRequest request) {
    Map<String, String> form = AlipayForm.read(request.body()).orElse(Map.of());
    if (!isSigned(form)) {
      return new CallbackOutcome.Refused(
          CallbackOutcome.Reason.SIGNATURE, "no signature, or a wrong one");
    }
    try {
      if (!isFresh(form)) {
        return new CallbackOutcome.Refused(
            CallbackOutcome.Reason.STALE, "written more than a day from now");
      }
      return isOurs(form)
          ? understand(form)
          : new CallbackOutcome.Refused(
              CallbackOutcome.Reason.MERCHANT, "meant for another merchant or application");
    } catch (DateTimeException | IllegalArgumentException unreadable) {
      return malformed();
    }
  }

  private boolean isSigned(Map<String, String> form) {
    String sign = form.get("sign");
    // The type is not part of what is signed: only ours is taken, whatever the form asks for.
    if (sign == null || sign.isEmpty() || !RSA2.equals(form.get("sign_type"))) {
      return false;
    }
    try {
      return AlipaySignature.verifyV1(new HashMap<>(form), merchant.alipayKey(), "UTF-8", RSA2);
    } catch (AlipayApiException | RuntimeException unreadable) {
      return false;
    }
  }

  private boolean isFresh(Map<String, String> form) {
    Duration age = Duration.between(AlipayTime.read(required(form, "notify_time")), time.instant());
    return age.compareTo(OLDEST) <= 0 && age.negated().compareTo(AHEAD) <= 0;
  }

  private boolean isOurs(Map<String, String> form) {
    return merchant.appId().equals(form.get("app_id"))
        && merchant.sellerId().equals(form.get("seller_id"))
        && merchant.appId().equals(form.getOrDefault("auth_app_id", merchant.appId()));
  }

  private CallbackOutcome understand(Map<String, String> form) {
    if (!"trade_status_sync".equals(form.get("notify_type"))) {
      return new CallbackOutcome.Irrelevant("callback of another type");
    }
    UUID order = OrderReference.read(form.get("out_trade_no")).orElse(null);
    if (order == null) {
      return new CallbackOutcome.Irrelevant("trade of something else");
    }
    if (!isCny(form, "trans_currency") || !isCny(form, "settle_currency")) {
      return new CallbackOutcome.Refused(
          CallbackOutcome.Reason.CURRENCY, "a payment in another currency than CNY");
    }
    return switch (required(form, "trade_status")) {
      case "TRADE_SUCCESS", "TRADE_FINISHED" ->
          new CallbackOutcome.Paid(
              order,
              required(form, "trade_no"),
              Money.cny(required(form, "total_amount")),
              AlipayTime.read(required(form, "gmt_payment")),
              instruments.of(payer(form.get("buyer_open_id"), form.get("buyer_id"))));
      case "TRADE_CLOSED" -> new CallbackOutcome.Declined(order);
      case "WAIT_BUYER_PAY" -> new CallbackOutcome.Pending(order);
      default -> malformed();
    };
  }

  private static boolean isCny(Map<String, String> form, String field) {
    return "CNY".equals(form.getOrDefault(field, "CNY"));
  }

  private static String required(Map<String, String> form, String field) {
    String value = form.get(field);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(field + ": missing");
    }
    return value;
  }

  /** Who paid: the application's own id of them, or the older one. */
  static @Nullable String payer(@Nullable String openId, @Nullable String userId) {
    return openId == null || openId.isEmpty() ? userId : openId;
  }

  static CallbackOutcome malformed() {
    return new CallbackOutcome.Refused(
        CallbackOutcome.Reason.MALFORMED, "signed, but not a callback that is understood here");
  }
}
