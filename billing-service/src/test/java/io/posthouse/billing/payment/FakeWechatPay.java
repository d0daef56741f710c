package io.posthouse.billing.payment;

import io.posthouse.billing.payment.FakeServer.Answer;
import io.posthouse.billing.payment.FakeServer.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.test.context.DynamicPropertyRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** WeChat Pay, API v3: Native orders, refunds, bills, and its callbacks. */
public final class FakeWechatPay extends FakeProvider {

  private static final String APP = "wx0000000000000001";
  private static final String MERCHANT = "1900000001";
  private static final String SERIAL = "4A5B6C7D8E9F";
  private static final String KEY_ID = "PUB_KEY_ID_0119000000012024";
  private static final String API_KEY = "canaryWechatApiV3Key012345678901";
  private static final String OTHER_API_KEY = "anotherWechatApiV3Key01234567890";
  private static final Pattern TOKEN = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

  private final KeyPair ours = rsa();
  private final KeyPair wechats = rsa();
  private final KeyPair somebodys = rsa();

  @Override
  public String name() {
    return "wechatpay";
  }

  @Override
  public void register(DynamicPropertyRegistry registry) {
    String prefix = "posthouse.payment.wechatpay.";
    registry.add(prefix + "enabled", () -> "true");
    registry.add(prefix + "app-id", () -> APP);
    registry.add(prefix + "merchant-id", () -> MERCHANT);
    registry.add(prefix + "merchant-serial", () -> SERIAL);
    registry.add(prefix + "private-key", () -> pem(ours.getPrivate().getEncoded()));
    registry.add(prefix + "api-v3-key", () -> API_KEY);
    registry.add(prefix + "public-key-id", () -> KEY_ID);
    registry.add(prefix + "public-key", () -> base64(wechats.getPublic().getEncoded()));
    registry.add(prefix + "base-url", server::url);
  }

  private static String pem(byte[] key) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + base64(key).replaceAll("(.{64})", "$1\n")
        + "\n-----END PRIVATE KEY-----\n";
  }

  @Override
  public List<String> secrets() {
    return List.of(API_KEY, base64(ours.getPrivate().getEncoded()));
  }

  @Override
  Answer answer(Request request) {
    if (!isOurs(request)) {
      return Answer.json(401, "{\"code\":\"SIGN_ERROR\",\"message\":\"signature\"}");
    }
    String path = request.path();
    if (path.equals("/v3/pay/transactions/native")) {
      return create(JSON.readTree(request.body()));
    }
    if (path.endsWith("/close")) {
      return close(payments.get(path.split("/", -1)[5]));
    }
    if (path.startsWith("/v3/pay/transactions/out-trade-no/")) {
      countAsked();
      return query(payments.get(path.split("/", -1)[5]));
    }
    if (path.equals("/v3/refund/domestic/refunds")) {
      return refund(JSON.readTree(request.body()));
    }
    if (path.equals("/v3/bill/tradebill")) {
      return bill(Request.fields(request.query()).get("bill_date"));
    }
    return path.equals("/v3/billdownload/file")
        ? new Answer(
            200, Map.of(), FakeWechatBill.gzip(table(Request.fields(request.query()).get("token"))))
        : Answer.json(404, "{\"code\":\"NOT_FOUND\"}");
  }

  private boolean isOurs(Request request) {
    Map<String, String> token = new LinkedHashMap<>();
    Matcher parts = TOKEN.matcher(request.header("Authorization"));
    while (parts.find()) {
      token.put(parts.group(1), parts.group(2));
    }
    String target = request.path() + (request.query() == null ? "" : "?" + request.query());
    String signed =
        request.method()
            + "\n"
            + target
            + "\n"
            + token.get("timestamp")
            + "\n"
            + token.get("nonce_str")
            + "\n"
            + request.body()
            + "\n";
    return request.header("Authorization").startsWith("WECHATPAY2-SHA256-RSA2048 ")
        && MERCHANT.equals(token.get("mchid"))
        && SERIAL.equals(token.get("serial_no"))
        && isSigned("SHA256withRSA", ours.getPublic(), signed, token.get("signature"));
  }

  private Answer create(JsonNode asked) {
    String reference = asked.get("out_trade_no").asString();
    JsonNode amount = asked.get("amount");
    if (!APP.equals(asked.get("appid").asString())
        || !MERCHANT.equals(asked.get("mchid").asString())
        || !"CNY".equals(amount.get("currency").asString())
        || OffsetDateTime.parse(asked.get("time_expire").asString()) == null
        || !asked.get("notify_url").asString().endsWith("/api/payments/wechatpay/callbacks")) {
      return Answer.json(400, "{\"code\":\"PARAM_ERROR\"}");
    }
    payments.computeIfAbsent(reference, one -> new Payment(one, amount.get("total").asLong()));
    return signed(200, "{\"code_url\":\"weixin://wxpay/bizpayurl?pr=" + reference + "\"}");
  }

  private Answer query(Payment payment) {
    return payment == null
        ? Answer.json(404, "{\"code\":\"ORDER_NOT_EXIST\",\"message\":\"none\"}")
        : signed(200, transaction(payment, payment.fen).toString());
  }

  private Answer close(Payment payment) {
    if (payment == null) {
      return Answer.json(404, "{\"code\":\"ORDER_NOT_EXIST\",\"message\":\"none\"}");
    }
    payment.closed = payment.paidAt == null;
    return signed(204, "");
  }

  private Answer refund(JsonNode asked) {
    Payment payment =
        payments.values().stream()
            .filter(one -> one.number.equals(asked.get("transaction_id").asString()))
            .findFirst()
            .orElse(null);
    if (payment == null) {
      return Answer.json(404, "{\"code\":\"RESOURCE_NOT_EXISTS\",\"message\":\"none\"}");
    }
    if (asked.at("/amount/total").asLong() != payment.fen) {
      return Answer.json(400, "{\"code\":\"PARAM_ERROR\",\"message\":\"total\"}");
    }
    Refund refund =
        new Refund(asked.get("out_refund_no").asString(), asked.at("/amount/refund").asLong());
    if (!payment.refunds.contains(refund)) {
      payment.refunds.add(refund);
    }
    return signed(
        200,
        JSON.createObjectNode()
            .put("refund_id", "50" + payment.number)
            .put("out_refund_no", refund.id())
            .put("transaction_id", payment.number)
            .put("out_trade_no", payment.reference)
            .put("status", refundsArePending ? "PROCESSING" : "SUCCESS")
            .toString());
  }

  private Answer bill(String day) {
    return signed(
        200,
        JSON.createObjectNode()
            .put("hash_type", "SHA1")
            .put("hash_value", FakeWechatBill.sha1(table(day)))
            .put("download_url", "https://api.mch.weixin.qq.com/v3/billdownload/file?token=" + day)
            .toString());
  }

  private byte[] table(String day) {
    LocalDate date = LocalDate.parse(day);
    FakeWechatBill bill = new FakeWechatBill(APP, MERCHANT);
    for (Payment payment : paidOn(date, StatementDays.CHINA)) {
      bill.paid(payment);
    }
    for (Payment payment : payments.values()) {
      for (DeskRefund refund : payment.deskRefunds) {
        if (refund.isOn(date, StatementDays.CHINA)) {
          bill.refunded(payment, refund);
        }
      }
    }
    return bill.bytes();
  }

  private static ObjectNode transaction(Payment payment, long fen) {
    ObjectNode transaction =
        JSON.createObjectNode()
            .put("appid", APP)
            .put("mchid", MERCHANT)
            .put("out_trade_no", payment.reference)
            .put(
                "trade_state",
                payment.paidAt != null ? "SUCCESS" : payment.closed ? "CLOSED" : "NOTPAY");
    if (payment.paidAt != null) {
      transaction
          .put("transaction_id", payment.number)
          .put("trade_type", "NATIVE")
          .put(
              "success_time",
              payment.paidAt.atZone(StatementDays.CHINA.zone()).toOffsetDateTime().toString());
      transaction.putObject("payer").put("openid", "canaryOpenId");
      transaction
          .putObject("amount")
          .put("total", fen)
          .put("payer_total", fen)
          .put("currency", "CNY")
          .put("payer_currency", "CNY");
    }
    return transaction;
  }

  private Answer signed(int status, String body) {
    KeyPair key = answers == Answers.SIGNED ? wechats : somebodys;
    Map<String, String> headers = new LinkedHashMap<>();
    if (answers != Answers.UNSIGNED) {
      headers.putAll(headers(body, key, KEY_ID, realNow(), "SHA256withRSA"));
    }
    headers.put("Content-Type", "application/json; charset=utf-8");
    return new Answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> headers(
      String body, KeyPair by, String serial, Instant at, String algorithm) {
    String nonce = UUID.randomUUID().toString().replace("-", "");
    String timestamp = Long.toString(at.getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Wechatpay-Serial", serial);
    headers.put("Wechatpay-Nonce", nonce);
    headers.put("Wechatpay-Timestamp", timestamp);
    headers.put(
        "Wechatpay-Signature",
        sign(algorithm, by.getPrivate(), timestamp + "\n" + nonce + "\n" + body + "\n"));
    headers.put("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
    return headers;
  }

  @Override
  public Callback callback(UUID order) {
    return callback(order, payment(order).fen);
  }

  @Override
  public Callback callback(UUID order, long fen) {
    return signed(event(transaction(payment(order), fen), API_KEY));
  }

  private Callback signed(String body) {
    return Callback.of(
        "application/json", headers(body, wechats, KEY_ID, realNow(), "SHA256withRSA"), body);
  }

  private static String event(ObjectNode transaction, String key) {
    String nonce = UUID.randomUUID().toString().substring(0, 12);
    ObjectNode event =
        JSON.createObjectNode()
            .put("id", UUID.randomUUID().toString())
            .put("create_time", OffsetDateTime.now(StatementDays.CHINA.zone()).toString())
            .put("event_type", "TRANSACTION.SUCCESS")
            .put("resource_type", "encrypt-resource");
    event
        .putObject("resource")
        .put("original_type", "transaction")
        .put("algorithm", "AEAD_AES_256_GCM")
        .put("ciphertext", seal(key, nonce, "transaction", transaction.toString()))
        .put("associated_data", "transaction")
        .put("nonce", nonce);
    return event.toString();
  }

  private static String seal(String key, String nonce, String with, String text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "AES"),
          new GCMParameterSpec(128, nonce.getBytes(StandardCharsets.UTF_8)));
      cipher.updateAAD(with.getBytes(StandardCharsets.UTF_8));
      return base64(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public Map<String, Callback> forgeries(UUID order) {
    Payment payment = payment(order);
    ObjectNode right = transaction(payment, payment.fen);
    String body = event(right, API_KEY);
    Callback signed = signed(body);
    Map<String, Callback> forged = new LinkedHashMap<>();
    forged.put("unsigned", Callback.of("application/json", Map.of(), body));
    forged.put("wrong key", by(somebodys, KEY_ID, realNow(), "SHA256withRSA", body));
    forged.put("our own key", by(ours, KEY_ID, realNow(), "SHA256withRSA", body));
    forged.put(
        "another key's id", by(wechats, "PUB_KEY_ID_OTHER", realNow(), "SHA256withRSA", body));
    forged.put("weaker algorithm", by(wechats, KEY_ID, realNow(), "SHA1withRSA", body));
    forged.put(
        "another signature type",
        with(signed, "Wechatpay-Signature-Type", "WECHATPAY2-SM2-WITH-SM3"));
    forged.put(
        "a probe of WeChat Pay's",
        with(
            signed,
            "Wechatpay-Signature",
            "WECHATPAY/SIGNTEST/" + signed.headers().get("Wechatpay-Signature")));
    forged.put(
        "stale",
        by(wechats, KEY_ID, realNow().minus(Duration.ofMinutes(6)), "SHA256withRSA", body));
    forged.put(
        "new timestamp on an old signature",
        with(signed, "Wechatpay-Timestamp", Long.toString(realNow().getEpochSecond() + 1)));
    forged.put("another nonce", with(signed, "Wechatpay-Nonce", "another"));
    forged.put(
        "body changed after signing",
        Callback.of(
            signed.contentType(), signed.headers(), body.replace("TRANSACTION", "TRANSACTION ")));
    forged.put("sealed with another key", signed(event(right, OTHER_API_KEY)));
    forged.put("not sealed", signed(body.replace("AEAD_AES_256_GCM", "NONE")));
    forged.put("another merchant", resealed(right, "mchid", "1900000002"));
    forged.put("another application", resealed(right, "appid", "wx0000000000000002"));
    ObjectNode dollars = right.deepCopy();
    ((ObjectNode) dollars.get("amount")).put("currency", "USD");
    forged.put("another currency", signed(event(dollars, API_KEY)));
    ObjectNode nothing = right.deepCopy();
    ((ObjectNode) nothing.get("amount")).put("total", -1);
    forged.put("an amount below zero", signed(event(nothing, API_KEY)));
    forged.put("no time", resealed(right, "success_time", "yesterday"));
    forged.put("not JSON", signed("{"));
    return forged;
  }

  private static Callback by(
      KeyPair key, String serial, Instant at, String algorithm, String body) {
    return Callback.of("application/json", headers(body, key, serial, at, algorithm), body);
  }

  private Callback resealed(ObjectNode transaction, String field, String value) {
    return signed(event(transaction.deepCopy().put(field, value), API_KEY));
  }

  private static Callback with(Callback callback, String header, String value) {
    Map<String, String> headers = new LinkedHashMap<>(callback.headers());
    headers.put(header, value);
    return new Callback(callback.contentType(), headers, callback.body());
  }
}
