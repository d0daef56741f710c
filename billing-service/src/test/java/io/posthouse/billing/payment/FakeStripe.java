package io.posthouse.billing.payment;

import io.posthouse.billing.payment.FakeServer.Answer;
import io.posthouse.billing.payment.FakeServer.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.test.context.DynamicPropertyRegistry;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Stripe: Checkout sessions, refunds, lists of charges, events. */
public final class FakeStripe extends FakeProvider {

  private static final String KEY = "sk_test_canaryStripeKey0123456789";
  private static final String WEBHOOK = "whsec_canaryStripeWebhook0123456789";

  private final Map<String, String> byIdempotencyKey = new ConcurrentHashMap<>();
  private volatile boolean failing;

  @Override
  public String name() {
    return "stripe";
  }

  @Override
  public void register(DynamicPropertyRegistry registry) {
    registry.add("posthouse.payment.stripe.enabled", () -> "true");
    registry.add("posthouse.payment.stripe.secret-key", () -> KEY);
    registry.add("posthouse.payment.stripe.webhook-secret", () -> WEBHOOK);
    registry.add("posthouse.payment.stripe.base-url", server::url);
  }

  @Override
  public List<String> secrets() {
    return List.of(KEY, WEBHOOK);
  }

  @Override
  Answer answer(Request request) {
    if (failing) {
      return Answer.json(503, "{\"error\":{\"type\":\"api_error\"}}");
    }
    if (!("Bearer " + KEY).equals(request.header("Authorization"))) {
      return Answer.json(401, "{\"error\":{\"type\":\"invalid_request_error\"}}");
    }
    Map<String, String> form = Request.fields(request.body());
    Map<String, String> query = Request.fields(request.query());
    String path = request.path();
    if (path.equals("/v1/checkout/sessions")) {
      return create(form, request.header("Idempotency-Key"));
    }
    if (path.startsWith("/v1/checkout/sessions/")) {
      countAsked();
      return session(path);
    }
    if (path.equals("/v1/refunds") && request.method().equals("POST")) {
      return refund(form);
    }
    if (path.equals("/v1/refunds")) {
      return list(query, "refund");
    }
    if (path.startsWith("/v1/charges/")) {
      return oneCharge(path.substring("/v1/charges/ch_".length()));
    }
    return path.equals("/v1/charges") ? list(query, "charge") : Answer.json(404, "{}");
  }

  private Answer oneCharge(String number) {
    return payments.values().stream()
        .filter(payment -> payment.number.equals(number))
        .findFirst()
        .map(payment -> Answer.json(200, charge(payment, payment.fen).toString()))
        .orElse(
            Answer.json(
                404,
                "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"resource_missing\"}}"));
  }

  /** Whether its API is out of order. */
  public void failing(boolean now) {
    failing = now;
  }

  private Answer create(Map<String, String> form, String key) {
    String reference = form.get("client_reference_id");
    if (!reference.equals(form.get("payment_intent_data[metadata][posthouse_order]"))
        || !"cny".equals(form.get("line_items[0][price_data][currency]"))
        || !"payment".equals(form.get("mode"))
        || Long.parseLong(form.get("expires_at"))
            < realNow().plus(Duration.ofMinutes(30)).getEpochSecond()) {
      return Answer.json(400, "{\"error\":{\"type\":\"invalid_request_error\"}}");
    }
    long fen = Long.parseLong(form.get("line_items[0][price_data][unit_amount]"));
    String known = byIdempotencyKey.putIfAbsent(key, reference);
    if (known == null) {
      payments.put(reference, new Payment(reference, fen));
    }
    return Answer.json(200, session(payments.get(reference)).toString());
  }

  private Answer session(String path) {
    String[] parts = path.split("/", -1);
    Payment payment = payments.get(parts[4].substring("cs_test_".length()));
    if (payment == null) {
      return Answer.json(
          404, "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"resource_missing\"}}");
    }
    if (parts.length == 6 && payment.paidAt == null) {
      payment.closed = true;
    }
    return Answer.json(200, session(payment).toString());
  }

  private ObjectNode session(Payment payment) {
    boolean paid = payment.paidAt != null;
    ObjectNode session =
        JSON.createObjectNode()
            .put("id", "cs_test_" + payment.reference)
            .put("object", "checkout.session")
            .put("livemode", false)
            .put("url", server.url() + "/pay/" + payment.reference)
            .put("status", paid ? "complete" : payment.closed ? "expired" : "open")
            .put("payment_status", paid ? "paid" : "unpaid");
    if (paid) {
      session
          .putObject("payment_intent")
          .put("id", "pi_" + payment.number)
          .put("object", "payment_intent")
          .set("latest_charge", charge(payment, payment.fen));
    }
    return session;
  }

  private static ObjectNode charge(Payment payment, long fen) {
    ObjectNode charge =
        JSON.createObjectNode()
            .put("id", "ch_" + payment.number)
            .put("object", "charge")
            .put("amount", fen)
            .put("amount_captured", fen)
            .put("captured", true)
            .put("created", payment.paidAt.getEpochSecond())
            .put("currency", "cny")
            .put("livemode", false)
            .put("paid", true)
            .put("payment_intent", "pi_" + payment.number)
            .put("status", "succeeded");
    charge.putObject("metadata").put("posthouse_order", payment.reference);
    charge
        .putObject("payment_method_details")
        .put("type", "card")
        .putObject("card")
        .put("fingerprint", "canaryFingerprint");
    return charge;
  }

  private Answer refund(Map<String, String> form) {
    Payment payment =
        payments.values().stream()
            .filter(one -> ("pi_" + one.number).equals(form.get("payment_intent")))
            .findFirst()
            .orElse(null);
    if (payment == null) {
      return Answer.json(
          404, "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"resource_missing\"}}");
    }
    Refund refund =
        new Refund(form.get("metadata[posthouse_refund]"), Long.parseLong(form.get("amount")));
    payment.refunds.add(refund);
    return Answer.json(200, refund(payment, refund).toString());
  }

  private ObjectNode refund(Payment payment, Refund refund) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("id", "re_" + refund.id())
            .put("object", "refund")
            .put("amount", refund.fen())
            .put("currency", "cny")
            .put("created", realNow().getEpochSecond())
            .put("payment_intent", "pi_" + payment.number)
            .put("status", refundsArePending ? "pending" : "succeeded");
    json.putObject("metadata")
        .put("posthouse_refund", refund.id())
        .put("posthouse_order", payment.reference);
    return json;
  }

  private Answer list(Map<String, String> query, String what) {
    ObjectNode list =
        JSON.createObjectNode().put("object", "list").put("has_more", false).put("url", "/v1/x");
    ArrayNode data = list.putArray("data");
    for (Payment payment : payments.values()) {
      if (what.equals("charge")) {
        Instant at = payment.paidAt;
        if (at != null
            && at.getEpochSecond() >= Long.parseLong(query.get("created[gte]"))
            && at.getEpochSecond() < Long.parseLong(query.get("created[lt]"))) {
          data.add(charge(payment, payment.fen));
        }
      } else if (query.containsKey("created[gte]")) {
        addDeskRefunds(payment, query, data);
      } else if (("pi_" + payment.number).equals(query.get("payment_intent"))) {
        payment.refunds.forEach(refund -> data.add(refund(payment, refund)));
      }
    }
    return Answer.json(200, list.toString());
  }

  private static void addDeskRefunds(Payment payment, Map<String, String> query, ArrayNode data) {
    for (DeskRefund refund : payment.deskRefunds) {
      long at = refund.at().getEpochSecond();
      if (at >= Long.parseLong(query.get("created[gte]"))
          && at < Long.parseLong(query.get("created[lt]"))) {
        ObjectNode json =
            data.addObject()
                .put("id", "re_desk" + payment.number)
                .put("object", "refund")
                .put("amount", refund.fen())
                .put("currency", "cny")
                .put("created", at)
                .put("status", "succeeded");
        json.putObject("payment_intent")
            .put("id", "pi_" + payment.number)
            .put("object", "payment_intent")
            .putObject("metadata")
            .put("posthouse_order", payment.reference);
      }
    }
  }

  @Override
  public Callback callback(UUID order) {
    return callback(order, payment(order).fen);
  }

  @Override
  public Callback callback(UUID order, long fen) {
    return signed(event(charge(payment(order), fen)));
  }

  /**
   * An event about a dispute.
   *
   * @param reference the payment's
   * @param dispute the bank's, such as {@code du_1}
   * @param event such as {@code created}
   */
  public Callback dispute(String reference, String dispute, String event, String status, long fen) {
    Payment payment = payments.get(reference);
    ObjectNode object =
        JSON.createObjectNode()
            .put("id", dispute)
            .put("object", "dispute")
            .put("amount", fen)
            .put("charge", "ch_" + payment.number)
            .put("created", realNow().getEpochSecond())
            .put("currency", "cny")
            .put("livemode", false)
            .put("payment_intent", "pi_" + payment.number)
            .put("reason", "fraudulent")
            .put("status", status);
    object.putObject("metadata");
    return signed(event(object).put("type", "charge.dispute." + event));
  }

  private static ObjectNode event(ObjectNode charge) {
    ObjectNode event =
        JSON.createObjectNode()
            .put("id", "evt_" + UUID.randomUUID())
            .put("object", "event")
            .put("api_version", "2020-08-27")
            .put("created", realNow().getEpochSecond())
            .put("livemode", false)
            .put("type", "charge.succeeded");
    event.putObject("data").set("object", charge);
    return event;
  }

  private static Callback signed(ObjectNode event) {
    return signed(event.toString(), WEBHOOK, realNow(), "v1");
  }

  private static Callback signed(String body, String secret, Instant at, String scheme) {
    return Callback.of(
        "application/json",
        Map.of(
            "Stripe-Signature",
            "t=" + at.getEpochSecond() + "," + scheme + "=" + hmac(secret, at, body)),
        body);
  }

  private static String hmac(String secret, Instant at, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of()
          .formatHex(
              mac.doFinal((at.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public Map<String, Callback> forgeries(UUID order) {
    ObjectNode charge = charge(payment(order), payment(order).fen);
    String body = event(charge).toString();
    Callback right = signed(body, WEBHOOK, realNow(), "v1");
    Map<String, Callback> forged = new LinkedHashMap<>();
    forged.put("unsigned", Callback.of("application/json", Map.of(), body));
    forged.put("wrong key", signed(body, "whsec_somebodyElsesSecret", realNow(), "v1"));
    forged.put("the API key as secret", signed(body, KEY, realNow(), "v1"));
    forged.put("test scheme", signed(body, WEBHOOK, realNow(), "v0"));
    forged.put("stale", signed(body, WEBHOOK, realNow().minus(Duration.ofMinutes(6)), "v1"));
    forged.put("new timestamp on an old signature", freshened(body));
    forged.put(
        "other amount after signing",
        new Callback(
            right.contentType(),
            right.headers(),
            body.replace("\"amount\":", "\"amount\":9").getBytes(StandardCharsets.UTF_8)));
    forged.put(
        "other order after signing",
        new Callback(
            right.contentType(),
            right.headers(),
            body.replace(payment(order).reference, OrderReference.of(UUID.randomUUID()))
                .getBytes(StandardCharsets.UTF_8)));
    forged.put("live event", signed(event(charge).put("livemode", true)));
    ObjectNode liveCharge = charge.deepCopy().put("livemode", true);
    forged.put("live charge in a test event", signed(event(liveCharge)));
    forged.put("another account", signed(event(charge).put("account", "acct_other")));
    forged.put("another currency", signed(event(charge.deepCopy().put("currency", "usd"))));
    forged.put("another kind of object", signed(event(charge.deepCopy().put("object", "payout"))));
    forged.put("no data", signed(event(charge).without("data")));
    forged.put("not JSON", signed("{", WEBHOOK, realNow(), "v1"));
    return forged;
  }

  private static Callback freshened(String body) {
    Instant old = realNow().minus(Duration.ofHours(1));
    return Callback.of(
        "application/json",
        Map.of(
            "Stripe-Signature",
            "t=" + realNow().getEpochSecond() + ",v1=" + hmac(WEBHOOK, old, body)),
        body);
  }
}
