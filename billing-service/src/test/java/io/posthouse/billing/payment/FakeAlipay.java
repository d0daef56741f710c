package io.posthouse.billing.payment;

import io.posthouse.billing.payment.FakeServer.Answer;
import io.posthouse.billing.payment.FakeServer.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.test.context.DynamicPropertyRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Alipay's gateway: page payments, queries, refunds, bills, and its callbacks. */
public final class FakeAlipay extends FakeProvider {

  private static final String APP = "2021000000000001";
  private static final String SELLER = "2088000000000001";
  private static final Charset GBK = Charset.forName("GBK");

  private final KeyPair ours = rsa();
  private final KeyPair alipays = rsa();
  private final KeyPair somebodys = rsa();

  @Override
  public String name() {
    return "alipay";
  }

  @Override
  public void register(DynamicPropertyRegistry registry) {
    registry.add("posthouse.payment.alipay.enabled", () -> "true");
    registry.add("posthouse.payment.alipay.app-id", () -> APP);
    registry.add("posthouse.payment.alipay.seller-id", () -> SELLER);
    registry.add(
        "posthouse.payment.alipay.private-key", () -> base64(ours.getPrivate().getEncoded()));
    registry.add(
        "posthouse.payment.alipay.alipay-public-key",
        () -> base64(alipays.getPublic().getEncoded()));
    registry.add("posthouse.payment.alipay.base-url", () -> server.url() + "/gateway.do");
  }

  @Override
  public List<String> secrets() {
    return List.of(base64(ours.getPrivate().getEncoded()));
  }

  @Override
  Answer answer(Request request) {
    if (request.path().equals("/bill.zip")) {
      return new Answer(
          200, Map.of(), zip(LocalDate.parse(Request.fields(request.query()).get("day"))));
    }
    Map<String, String> fields = new LinkedHashMap<>(Request.fields(request.query()));
    fields.putAll(Request.fields(request.body()));
    String sign = fields.remove("sign");
    if (!APP.equals(fields.get("app_id"))
        || !"RSA2".equals(fields.get("sign_type"))
        || !isSigned("SHA256withRSA", ours.getPublic(), content(fields), sign)) {
      return Answer.json(
          200, "{\"error_response\":{\"code\":\"40002\",\"sub_code\":\"isv.invalid-signature\"}}");
    }
    JsonNode asked = JSON.readTree(fields.get("biz_content"));
    return switch (fields.get("method")) {
      case "alipay.trade.page.pay" -> page(asked, fields);
      case "alipay.trade.query" -> query(asked);
      case "alipay.trade.close" -> close(asked);
      case "alipay.trade.refund" -> refund(asked);
      case "alipay.data.dataservice.bill.downloadurl.query" ->
          signed(
              "alipay_data_dataservice_bill_downloadurl_query_response",
              done()
                  .put(
                      "bill_download_url",
                      server.url() + "/bill.zip?day=" + asked.get("bill_date").asString()));
      default -> Answer.json(404, "{}");
    };
  }

  private Answer page(JsonNode asked, Map<String, String> fields) {
    String reference = asked.get("out_trade_no").asString();
    if (!fields.get("notify_url").endsWith("/api/payments/alipay/callbacks")
        || asked.get("time_expire") == null) {
      return Answer.json(400, "{}");
    }
    payments.computeIfAbsent(
        reference, one -> new Payment(one, fen(asked.get("total_amount").asString())));
    return new Answer(200, Map.of("Content-Type", "text/html"), "<p>Pay</p>".getBytes(GBK));
  }

  private Answer query(JsonNode asked) {
    countAsked();
    Payment payment = payments.get(asked.get("out_trade_no").asString());
    if (payment == null) {
      return signed("alipay_trade_query_response", refused("ACQ.TRADE_NOT_EXIST"));
    }
    ObjectNode answer =
        done()
            .put("out_trade_no", payment.reference)
            .put("trade_no", payment.number)
            .put("total_amount", yuan(payment.fen))
            .put(
                "trade_status",
                payment.paidAt != null
                    ? "TRADE_SUCCESS"
                    : payment.closed ? "TRADE_CLOSED" : "WAIT_BUYER_PAY");
    if (payment.paidAt != null) {
      answer.put("send_pay_date", time(payment.paidAt)).put("buyer_open_id", "canaryPayer");
    }
    return signed("alipay_trade_query_response", answer);
  }

  private Answer close(JsonNode asked) {
    Payment payment = payments.get(asked.get("out_trade_no").asString());
    if (payment == null) {
      return signed("alipay_trade_close_response", refused("ACQ.TRADE_NOT_EXIST"));
    }
    payment.closed = payment.paidAt == null;
    return signed("alipay_trade_close_response", done());
  }

  private Answer refund(JsonNode asked) {
    Payment payment = payments.get(asked.get("out_trade_no").asString());
    if (payment == null || payment.paidAt == null) {
      return signed("alipay_trade_refund_response", refused("ACQ.TRADE_NOT_EXIST"));
    }
    if (refundsArePending) {
      return signed("alipay_trade_refund_response", refused("ACQ.SYSTEM_ERROR"));
    }
    Refund refund =
        new Refund(
            asked.get("out_request_no").asString(), fen(asked.get("refund_amount").asString()));
    boolean isNew = !payment.refunds.contains(refund) && payment.refunds.add(refund);
    return signed(
        "alipay_trade_refund_response",
        done().put("out_trade_no", payment.reference).put("fund_change", isNew ? "Y" : "N"));
  }

  private static ObjectNode done() {
    return JSON.createObjectNode().put("code", "10000").put("msg", "Success");
  }

  private static ObjectNode refused(String why) {
    return JSON.createObjectNode()
        .put("code", "40004")
        .put("msg", "Business Failed")
        .put("sub_code", why);
  }

  private Answer signed(String node, ObjectNode answer) {
    String text = answer.toString();
    if (answers == Answers.UNSIGNED) {
      return Answer.json(200, "{\"" + node + "\":" + text + "}");
    }
    KeyPair key = answers == Answers.SIGNED ? alipays : somebodys;
    return Answer.json(
        200,
        "{\""
            + node
            + "\":"
            + text
            + ",\"sign\":\""
            + sign("SHA256withRSA", key.getPrivate(), text)
            + "\"}");
  }

  private byte[] zip(LocalDate day) {
    StringBuilder table =
        new StringBuilder(
            """
            #支付宝业务明细查询
            #账号：[20880000000000010156]
            #-----------------------------------------业务明细列表----------------------------------------
            支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,备注
            """);
    for (Payment payment : paidOn(day, StatementDays.CHINA)) {
      table
          .append(payment.number + "\t,")
          .append(payment.reference + "\t,交易,Top-up," + time(payment.paidAt) + ",")
          .append(time(payment.paidAt) + ",,,,,*三(c***@x.test)," + yuan(payment.fen))
          .append("," + yuan(payment.fen) + ",\n");
    }
    for (Payment payment : payments.values()) {
      for (DeskRefund refund : payment.deskRefunds) {
        if (refund.isOn(day, StatementDays.CHINA)) {
          table
              .append(payment.number + "\t,")
              .append(payment.reference + "\t,退款,Top-up," + time(payment.paidAt) + ",")
              .append(time(refund.at()) + ",,,,,*三(c***@x.test),-" + yuan(refund.fen()))
              .append(",-" + yuan(refund.fen()) + ",\n");
        }
      }
    }
    table.append(
        "#-----------------------------------------业务明细列表结束------------------------------------\n");
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ZipOutputStream zip = new ZipOutputStream(bytes, GBK)) {
      zip.putNextEntry(new ZipEntry("2088_业务明细(汇总).csv"));
      zip.write("#汇总\n".getBytes(GBK));
      zip.putNextEntry(new ZipEntry("2088_业务明细.csv"));
      zip.write(table.toString().getBytes(GBK));
      zip.closeEntry();
      zip.finish();
      return bytes.toByteArray();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public Callback callback(UUID order) {
    return callback(order, payment(order).fen);
  }

  @Override
  public Callback callback(UUID order, long fen) {
    return form(signed(fields(payment(order), fen), alipays, "SHA256withRSA", "RSA2"));
  }

  private static Map<String, String> fields(Payment payment, long fen) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("notify_type", "trade_status_sync");
    fields.put("notify_time", time(realNow()));
    fields.put("notify_id", "canaryNotify" + payment.number);
    fields.put("charset", "UTF-8");
    fields.put("version", "1.0");
    fields.put("app_id", APP);
    fields.put("auth_app_id", APP);
    fields.put("seller_id", SELLER);
    fields.put("out_trade_no", payment.reference);
    fields.put("trade_no", payment.number);
    fields.put("trade_status", "TRADE_SUCCESS");
    fields.put("total_amount", yuan(fen));
    fields.put("buyer_pay_amount", yuan(fen));
    fields.put("gmt_payment", time(payment.paidAt));
    fields.put("buyer_open_id", "canaryPayer");
    fields.put("subject", "Top-up 充值");
    return fields;
  }

  private static Map<String, String> signed(
      Map<String, String> fields, KeyPair by, String algorithm, String type) {
    Map<String, String> signed = new LinkedHashMap<>(fields);
    signed.put("sign_type", type);
    signed.put("sign", sign(algorithm, by.getPrivate(), content(fields)));
    return signed;
  }

  /** Names sorted, empty values left out. */
  private static String content(Map<String, String> fields) {
    return new TreeMap<>(fields)
        .entrySet().stream()
            .filter(field -> !field.getValue().isEmpty())
            .map(field -> field.getKey() + "=" + field.getValue())
            .collect(Collectors.joining("&"));
  }

  private static Callback form(Map<String, String> fields) {
    return Callback.of(
        "application/x-www-form-urlencoded",
        Map.of(),
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&")));
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public Map<String, Callback> forgeries(UUID order) {
    Payment payment = payment(order);
    Map<String, String> right = fields(payment, payment.fen);
    Map<String, Callback> forged = new LinkedHashMap<>();
    forged.put("unsigned", form(right));
    forged.put("empty signature", form(with(with(right, "sign_type", "RSA2"), "sign", "")));
    forged.put("wrong key", form(signed(right, somebodys, "SHA256withRSA", "RSA2")));
    forged.put("our own key", form(signed(right, ours, "SHA256withRSA", "RSA2")));
    forged.put("weaker algorithm", form(signed(right, alipays, "SHA1withRSA", "RSA")));
    forged.put("right signature, other type", form(signed(right, alipays, "SHA256withRSA", "RSA")));
    forged.put("weaker signature, right type", form(signed(right, alipays, "SHA1withRSA", "RSA2")));
    Map<String, String> signed = signed(right, alipays, "SHA256withRSA", "RSA2");
    forged.put("other amount after signing", form(with(signed, "total_amount", "0.01")));
    forged.put(
        "other order after signing",
        form(with(signed, "out_trade_no", OrderReference.of(UUID.randomUUID()))));
    forged.put("amount twice", twice(signed, "total_amount", "0.01"));
    forged.put("another application", resigned(right, "app_id", "2021000000000002"));
    forged.put("on behalf of another", resigned(right, "auth_app_id", "2021000000000002"));
    forged.put("another merchant", resigned(right, "seller_id", "2088000000000002"));
    forged.put("another currency", resigned(right, "trans_currency", "USD"));
    forged.put("stale", resigned(right, "notify_time", time(realNow().minus(Duration.ofDays(2)))));
    forged.put(
        "from the future",
        resigned(right, "notify_time", time(realNow().plus(Duration.ofHours(1)))));
    forged.put("no amount", resigned(right, "total_amount", ""));
    forged.put("an amount of three decimals", resigned(right, "total_amount", "10.001"));
    forged.put("an unknown status", resigned(right, "trade_status", "TRADE_GREAT"));
    forged.put("not a form", Callback.of("application/x-www-form-urlencoded", Map.of(), "{}"));
    return forged;
  }

  private Callback resigned(Map<String, String> fields, String name, String value) {
    return form(signed(with(fields, name, value), alipays, "SHA256withRSA", "RSA2"));
  }

  private static Map<String, String> with(Map<String, String> fields, String name, String value) {
    Map<String, String> other = new LinkedHashMap<>(fields);
    other.put(name, value);
    return other;
  }

  private static Callback twice(Map<String, String> fields, String name, String value) {
    String body = new String(form(fields).body(), StandardCharsets.UTF_8);
    return Callback.of(
        "application/x-www-form-urlencoded", Map.of(), name + "=" + value + "&" + body);
  }

  private static String time(Instant at) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
        .format(at.atZone(StatementDays.CHINA.zone()));
  }

  private static String yuan(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }

  private static long fen(String yuan) {
    return new BigDecimal(yuan).movePointRight(2).longValueExact();
  }
}
