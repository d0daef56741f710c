package io.posthouse.billing.payment.wechatpay;

import com.google.gson.JsonParseException;
import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.exception.ValidationException;
import com.wechat.pay.java.core.exception.WechatPayException;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RequestParam;
import com.wechat.pay.java.service.payments.model.Transaction;
import io.posthouse.billing.payment.CallbackOutcome;
import io.posthouse.billing.payment.CallbackRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads WeChat Pay's callbacks. Thread-safe. */
final class WechatPayCallbacks {

  private static final String SIGN_TYPE = "WECHATPAY2-SHA256-RSA2048";
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final NotificationParser parser;
  private final WechatPayTransactions transactions;
  private final InstantSource time;
  private final JsonMapper json = JsonMapper.builder().build();

  WechatPayCallbacks(
      RSAPublicKeyConfig config, WechatPayTransactions transactions, InstantSource realTime) {
    this.parser = new NotificationParser(config);
    this.transactions = transactions;
    this.time = realTime;
  }

  CallbackOutcome read(CallbackRequest request) {
    String serial = request.header("Wechatpay-Serial");
    String nonce = request.header("Wechatpay-Nonce");
    String timestamp = request.header("Wechatpay-Timestamp");
    String signature = request.header("Wechatpay-Signature");
    String type = request.header("Wechatpay-Signature-Type");
    if (serial == null
        || nonce == null
        || timestamp == null
        || signature == null
        || (type != null && !type.equals(SIGN_TYPE))) {
      return unsigned();
    }
    String body = new String(request.body(), StandardCharsets.UTF_8);
    RequestParam param =
        new RequestParam.Builder()
            .serialNumber(serial)
            .nonce(nonce)
            .timestamp(timestamp)
            .signature(signature)
            .signType(SIGN_TYPE)
            .body(body)
            .build();
    try {
      Transaction transaction = parser.parse(param, Transaction.class);
      if (!isFresh(timestamp)) {
        return new CallbackOutcome.Refused(
            CallbackOutcome.Reason.STALE, "signed more than five minutes from now");
      }
      return understand(body, transaction);
    } catch (ValidationException wrong) {
      return unsigned();
    } catch (WechatPayException | IllegalArgumentException | JsonParseException unreadable) {
      // Signed rightly, and sealed with another key, cut off, or of a form that is not known.
      return WechatPayTransactions.malformed();
    }
  }

  private static CallbackOutcome unsigned() {
    return new CallbackOutcome.Refused(
        CallbackOutcome.Reason.SIGNATURE, "no signature, or a wrong one");
  }

  private boolean isFresh(String timestamp) {
    try {
      Instant signed = Instant.ofEpochSecond(Long.parseLong(timestamp));
      return Duration.between(signed, time.instant()).abs().compareTo(LIFE) <= 0;
    } catch (NumberFormatException | DateTimeException notTime) {
      return false;
    }
  }

  private CallbackOutcome understand(String body, @Nullable Transaction transaction) {
    String event = event(body);
    if (event == null || transaction == null) {
      return WechatPayTransactions.malformed();
    }
    return event.startsWith("TRANSACTION.")
        ? transactions.read(transaction)
        : new CallbackOutcome.Irrelevant("event of another type");
  }

  private @Nullable String event(String body) {
    try {
      JsonNode event = json.readTree(body).get("event_type");
      return event != null && event.isString() ? event.asString() : null;
    } catch (JacksonException unreadable) {
      return null;
    }
  }
}
