package io.posthouse.local.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthouse.local.stack.Member;
import io.posthouse.local.stack.SmallStack;
import io.posthouse.testing.TestIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators do: they put models on sale, give credit, look at the trial balance. */
final class Shop {

  private final SmallStack stack;
  private final Books books;
  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Shop(SmallStack stack, Books books) {
    this.stack = stack;
    this.books = books;
  }

  /** Settings that let a test be the identity provider. */
  static Map<String, String> identity() {
    Map<String, String> settings = new TreeMap<>();
    TestIdentity.register((name, value) -> settings.put(name, String.valueOf(value.get())));
    return settings;
  }

  /** Every {@link Kind} in one channel through one upstream. */
  void open(String upstream, Caller caller) {
    Map<String, Kind> models =
        Arrays.stream(Kind.values())
            .collect(Collectors.toMap(kind -> kind.model, kind -> kind, (one, other) -> one));
    models.forEach(
        (name, kind) -> {
          send(
              "PUT",
              stack.operatorUrl() + "/api/operator/models/" + name,
              Map.of("displayName", name, "maxInputTokens", Kind.INPUT, "maxOutputTokens", 100));
          send(
              "PUT",
              stack.billingUrl() + "/api/operator/official-prices/" + name,
              Map.of("currency", "USD", "input", kind.inputRate, "output", kind.outputRate));
        });
    send(
        "POST",
        stack.operatorUrl() + "/api/operator/channels",
        Map.of(
            "name",
            "proof",
            "displayName",
            Map.of("en", "Proof", "zh", "Proof"),
            "multiplier",
            "1",
            "models",
            List.copyOf(models.keySet())));
    send(
        "POST",
        stack.operatorUrl() + "/api/operator/upstreams",
        Map.of(
            "channel",
            "proof",
            "name",
            "simulator",
            "protocol",
            "anthropic",
            "baseUrl",
            upstream,
            "credentials",
            List.of("sim-key"),
            "models",
            models.keySet().stream().collect(Collectors.toMap(name -> name, name -> name))));
    for (Member relay : List.of(Member.RELAY_1, Member.RELAY_2)) {
      models
          .keySet()
          .forEach(
              model ->
                  await()
                      .atMost(Duration.ofSeconds(30))
                      .until(() -> caller.sees(model, stack.relayPort(relay))));
    }
  }

  /** A new account with that much in its wallet, in USD. */
  UUID wallet(String usd) {
    UUID account = UUID.randomUUID();
    books.openWallet(account);
    send(
        "POST",
        stack.billingUrl() + "/api/operator/credits",
        Map.of(
            "accountId", account.toString(),
            "amount", Map.of("amount", usd, "currency", "USD"),
            "reason", "proof"));
    assertThat(books.balance(account)).isEqualByComparingTo(usd);
    return account;
  }

  /** What billing-service itself says of its books. */
  JsonNode reconciliation() {
    return send("GET", stack.billingUrl() + "/api/operator/reconciliation", null);
  }

  private JsonNode send(String method, String address, Object body) {
    HttpRequest.BodyPublisher sent =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .timeout(Duration.ofSeconds(30))
            .header("content-type", "application/json")
            .header("authorization", "Bearer " + TestIdentity.operator())
            .method(method, sent)
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(address + ": " + answer.body()).isBetween(200, 299);
      return json.readTree(answer.body());
    } catch (IOException failed) {
      throw new IllegalStateException(address, failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
