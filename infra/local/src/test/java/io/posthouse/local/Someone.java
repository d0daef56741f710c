package io.posthouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A person, or a program of theirs, at the public endpoint: knows it, the mail sink and nothing
 * else.
 */
final class Someone {

  private static final Pattern TOKEN = Pattern.compile("[?&]token=([A-Za-z0-9._~-]+)");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String origin;
  private final String mail;
  private final @Nullable Supplier<String> authorization;

  Someone(String origin, String mail, @Nullable Supplier<String> authorization) {
    this.origin = origin;
    this.mail = mail;
    this.authorization = authorization;
  }

  /** The same endpoint, with a sign-in. */
  Someone with(Supplier<String> token) {
    return new Someone(origin, mail, () -> "Bearer " + token.get());
  }

  record Answer(int status, JsonNode body, Map<String, java.util.List<String>> headers) {

    JsonNode is(int expected) {
      assertThat(status).as(body.toString()).isEqualTo(expected);
      return body;
    }
  }

  Answer get(String path) {
    return send("GET", path, null);
  }

  Answer send(String method, String path, @Nullable Object body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : origin + path))
            .timeout(Duration.ofSeconds(30))
            .header("content-type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    if (authorization != null) {
      request.header("authorization", authorization.get());
    }
    if (path.equals("/api/top-ups")) {
      request.header("idempotency-key", UUID.randomUUID().toString());
    }
    return exchange(request);
  }

  Answer form(String address, String form) {
    return exchange(
        HttpRequest.newBuilder(URI.create(address))
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private Answer exchange(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String body = answer.body();
      JsonNode json =
          body.startsWith("{") || body.startsWith("[")
              ? JSON.readTree(body)
              : JSON.valueToTree(body);
      return new Answer(answer.statusCode(), json, answer.headers().map());
    } catch (java.io.IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** Mails to an address, newest first. */
  JsonNode mails(String to) {
    return get(mail + "/messages?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8))
        .is(200)
        .get("items");
  }

  /** Registers, and follows the link of the mail. */
  void register(String email, String password, @Nullable String invitationCode) {
    Map<String, String> body = new java.util.HashMap<>();
    body.put("email", email);
    body.put("password", password);
    body.put("language", "en");
    if (invitationCode != null) {
      body.put("invitationCode", invitationCode);
    }
    send("POST", "/api/registrations", body).is(202);
    await().atMost(Duration.ofSeconds(20)).until(() -> !mails(email).isEmpty());
    Matcher link = TOKEN.matcher(mails(email).get(0).get("text").stringValue());
    assertThat(link.find()).isTrue();
    Answer verified = send("POST", "/api/registrations/verify", Map.of("token", link.group(1)));
    assertThat(verified.status()).isBetween(200, 204);
    assertThat(mails(email).get(0).get("subject").stringValue()).isNotBlank();
  }

  /** The wallet's balance in USD, once there is a wallet. */
  BigDecimal balance() {
    Answer[] last = new Answer[1];
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              last[0] = get("/api/wallet");
              return last[0].status() == 200;
            });
    return amount(last[0].body().get("balance"));
  }

  /** Pays in CNY at the sandbox's page, and waits for the money. */
  void topUp(String cny) {
    BigDecimal before = balance();
    JsonNode order =
        send(
                "POST",
                "/api/top-ups",
                Map.of("amount", Map.of("amount", cny, "currency", "CNY"), "provider", "sandbox"))
            .body();
    String credit = order.path("quote").path("credit").path("amount").asString("");
    form(order.path("payUrl").asString(""), "outcome=paid");
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> assertThat(balance()).isEqualByComparingTo(before.add(new BigDecimal(credit))));
  }

  /** A new API key. */
  JsonNode newKey(Map<String, Object> terms) {
    return send("POST", "/api/keys", terms).is(201);
  }

  /** The receipt of a call; it is there within 2 s of the call's end. */
  JsonNode receipt(String requestId) {
    Answer[] last = new Answer[1];
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              last[0] = get("/v1/receipts/" + requestId);
              return last[0].status() == 200;
            });
    return last[0].body();
  }

  static BigDecimal amount(JsonNode money) {
    return new BigDecimal(money.get("amount").stringValue());
  }
}
