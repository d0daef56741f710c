package io.posthouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthouse.local.demo.Role;
import io.posthouse.local.process.PortUse;
import io.posthouse.local.stack.Part;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The whole suite, started the way {@code ./posthouse up} does, walked from outside by a customer,
 * support staff and an operator (P01, P20, P21, P24, P27, P40, P41, P51, P61). One story: each test
 * goes on where the one before it ended.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SuiteIT {

  private static final String EMAIL = "ada+suite@posthouse.example";
  private static final String PASSWORD = "correct horse 1";
  private static final BigDecimal MILLION = new BigDecimal(1_000_000);

  private SuiteStack suite;
  private String firstUp;
  private Someone ada;
  private Someone inviter;
  private String key;
  private BigDecimal adasBalance;
  private String knownReceipt;

  @BeforeAll
  void up() throws Exception {
    suite = new SuiteStack();
    firstUp = suite.up();
    inviter = suite.visitor().with(() -> suite.token(Role.CUSTOMER));
  }

  @AfterAll
  void end() {
    suite.close();
  }

  @Test
  @Order(1)
  void upEndsWithAMeteredCallAndItsReceipt() {
    assertThat(firstUp)
        .contains("charge", "USD", suite.url(), "https://localhost:" + suite.ports.gatewayHttps())
        .contains(suite.demo().person(Role.OPERATOR).email());
    assertThat(suite.demo().apiKey()).startsWith("ph_live_");
  }

  @Test
  @Order(2)
  void aPersonRegistersByInvitationVerifiesByMailAndSignsIn() {
    // Given
    String code = inviter.get("/api/referral").is(200).get("code").stringValue();

    // When
    suite.visitor().register(EMAIL, PASSWORD, code);
    ada = suite.visitor().with(() -> suite.token(EMAIL, PASSWORD));

    // Then
    assertThat(ada.get("/api/account").is(200).toString()).contains(EMAIL);
    assertThat(ada.balance()).isEqualByComparingTo("0");
  }

  @Test
  @Order(3)
  void aPaidTopUpIsCreditedAtTheQuotedRateAndRewardsTheInviterOnce() {
    // Given
    BigDecimal before = inviter.balance();

    // When
    ada.topUp("100.00");

    // Then
    JsonNode order = ada.get("/api/top-ups").is(200).get("items").get(0);
    assertThat(order.get("status").stringValue()).isEqualTo("paid");
    BigDecimal rate = new BigDecimal(order.get("quote").get("rate").asString());
    assertThat(ada.balance().multiply(rate)).isCloseTo(new BigDecimal("100"), within("0.01"));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(inviter.balance()).isGreaterThan(before));
    JsonNode rewards = inviter.get("/api/referral/rewards").is(200).get("items");
    assertThat(rewards.size()).isEqualTo(1);
    assertThat(inviter.balance().subtract(before))
        .isEqualByComparingTo(Someone.amount(rewards.get(0).get("amount")));
  }

  private static org.assertj.core.data.Offset<BigDecimal> within(String offset) {
    return org.assertj.core.api.Assertions.within(new BigDecimal(offset));
  }

  @Test
  @Order(4)
  void bothSdksAreServedStreamedAndNotAndEachCallCostsItsTokensTimesThePrice() {
    // Given
    key = ada.newKey(Map.of("name", "suite")).get("secret").stringValue();
    BigDecimal before = ada.balance();
    List<String> calls = new ArrayList<>();

    // When
    calls.add(anthropic(false));
    calls.add(anthropic(true));
    calls.add(openai(false));
    calls.add(openai(true));

    // Then
    BigDecimal charged = BigDecimal.ZERO;
    for (String call : calls) {
      JsonNode receipt = program().receipt(call);
      assertThat(Someone.amount(receipt.get("charge")))
          .isEqualByComparingTo(cost(receipt))
          .isPositive();
      charged = charged.add(Someone.amount(receipt.get("charge")));
    }
    BigDecimal expected = before.subtract(charged);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(ada.balance()).isEqualByComparingTo(expected));
    knownReceipt = calls.getFirst();
  }

  private Someone program() {
    return suite.visitor().with(() -> key);
  }

  private String anthropic(boolean streamed) {
    return requestId(OfficialSdks.anthropic(suite.url(), key, streamed));
  }

  private String openai(boolean streamed) {
    return requestId(OfficialSdks.openai(suite.url(), key, streamed));
  }

  private static String requestId(List<String> header) {
    assertThat(header).hasSize(1);
    return header.getFirst();
  }

  /**
   * Tokens times price, kind by kind, times the multiplier: what a customer works out from the
   * receipt alone.
   */
  private static BigDecimal cost(JsonNode receipt) {
    BigDecimal sum = BigDecimal.ZERO;
    for (String kind : List.of("input", "output", "cacheRead", "cacheWrite5m", "cacheWrite1h")) {
      JsonNode price = receipt.get("prices").path(kind);
      String perMillion = price.isObject() ? price.get("amount").asString() : price.asString("0");
      BigDecimal tokens = new BigDecimal(receipt.get("usage").path(kind).asLong(0));
      sum = sum.add(tokens.multiply(new BigDecimal(perMillion)));
    }
    return sum.divide(MILLION);
  }

  @Test
  @Order(5)
  void anOperatorSellsAnotherUpstreamWithTheApiAlone() {
    // Given
    Someone operator = suite.visitor().with(() -> suite.token(Role.OPERATOR));
    operator.send("PUT", "/api/operator/official-prices/house-model", prices("2", "8")).is(200);
    operator
        .send(
            "POST",
            "/api/operator/channels",
            Map.of(
                "name",
                "house",
                "displayName",
                Map.of("en", "House", "zh", "驿站"),
                "multiplier",
                "0.50",
                "order",
                5,
                "models",
                List.of("house-model")))
        .is(201);
    operator
        .send(
            "POST",
            "/api/operator/upstreams",
            Map.of(
                "channel",
                "house",
                "name",
                "house-openai",
                "protocol",
                "openai",
                "baseUrl",
                "http://localhost:" + suite.ports.simulator() + "/v1",
                "credentials",
                List.of("sk-house"),
                "models",
                Map.of("house-model", "gpt-5")))
        .is(201);
    String own =
        ada.newKey(Map.of("name", "house", "channels", List.of("house")))
            .get("secret")
            .stringValue();
    Someone program = suite.visitor().with(() -> own);

    // When
    Someone.Answer[] answer = new Someone.Answer[1];
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              answer[0] =
                  program.send(
                      "POST",
                      "/v1/chat/completions",
                      Map.of("model", "house-model", "messages", hello()));
              return answer[0].status() == 200;
            });

    // Then
    JsonNode receipt =
        program.receipt(requestId(answer[0].headers().get("x-posthouse-request-id")));
    assertThat(receipt.get("channel").stringValue()).isEqualTo("house");
    assertThat(receipt.get("upstreamModel").stringValue()).isEqualTo("gpt-5");
    assertThat(new BigDecimal(receipt.get("multiplier").asString())).isEqualByComparingTo("0.5");
    assertThat(Someone.amount(receipt.get("charge"))).isEqualByComparingTo(cost(receipt));
  }

  private static Map<String, String> prices(String input, String output) {
    return Map.of(
        "input",
        input,
        "output",
        output,
        "cacheRead",
        "0.2",
        "cacheWrite5m",
        input,
        "cacheWrite1h",
        input,
        "currency",
        "USD");
  }

  private static List<Map<String, String>> hello() {
    return List.of(Map.of("role", "user", "content", "Hello, world"));
  }

  @Test
  @Order(6)
  void theClientsOfBothProtocolsWorkAgainstUpstreamsOfTheOther(@TempDir Path folder)
      throws IOException {
    // Given
    Someone operator = suite.visitor().with(() -> suite.token(Role.OPERATOR));
    BigDecimal before = ada.balance();
    try (RealClients clients = new RealClients(suite.url(), operator, ada)) {
      RealClients.Sale anthropic = clients.sell("anthropic", prices("2", "8"));
      RealClients.Sale chat = clients.sell("openai", prices("2", "8"));

      // When // Then
      clients.sdk("anthropic-sdk.mjs", chat);
      clients.sdk("openai-sdk.mjs", anthropic);
      clients.claudeCode(folder.resolve("claude-chat"), chat);
      clients.claudeCode(folder.resolve("claude"), anthropic);
      clients.codex(folder.resolve("codex"), anthropic);
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(ada.balance()).isLessThan(before));
  }

  @Test
  @Order(7)
  void nothingThatWasSaidIsKeptByAnyService() {
    // Given
    CanaryCalls calls = new CanaryCalls(suite.visitor(), key);

    // When
    calls.run().forEach(call -> program().receipt(call));

    // Then
    assertThat(calls.kept(suite.home)).isEmpty();
  }

  @Test
  @Order(8)
  void aPriceChangeNeedsSevenDaysAndIsToldToEveryoneInBothWays() {
    // Given
    Someone support = suite.visitor().with(() -> suite.token(Role.SUPPORT));
    int mailsBefore = support.mails(EMAIL).size();

    // When
    Someone.Answer tooSoon = announce(support, Duration.ofDays(6));
    Someone.Answer accepted = announce(support, Duration.ofDays(8));

    // Then
    assertThat(tooSoon.is(422).toString()).contains("168");
    String id = accepted.is(201).get("id").stringValue();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(changes(suite.visitor().get("/api/prices").is(200))).anyMatch(id::equals);
              assertThat(ada.get("/api/messages").is(200).toString()).contains("demo", "2");
              JsonNode mails = support.mails(EMAIL);
              assertThat(mails.size()).isEqualTo(mailsBefore + 1);
              assertThat(mails.get(0).get("text").stringValue())
                  .contains("demo", "More expensive upstream");
            });
  }

  private static List<String> changes(JsonNode prices) {
    return StreamSupport.stream(prices.get("announcedChanges").spliterator(), false)
        .map(change -> change.get("id").stringValue())
        .toList();
  }

  private static Someone.Answer announce(Someone support, Duration ahead) {
    Instant effectiveAt = Clock.systemUTC().instant().plus(ahead);
    return support.send(
        "POST",
        "/api/support/price-changes",
        Map.of(
            "channel",
            "demo",
            "multiplier",
            "2.00",
            "effectiveAt",
            effectiveAt.toString(),
            "reason",
            Map.of("en", "More expensive upstream", "zh", "上游涨价")));
  }

  @Test
  @Order(9)
  void callsWithAKnownKeyGoOnWithoutAuthServiceAndNewKeysWorkOnceItIsBack() throws Exception {
    // When
    suite.kill(Part.AUTH_SERVICE);

    // Then
    for (int i = 0; i < 5; i++) {
      assertThat(anthropic(false)).isNotEmpty();
    }

    // When
    suite.up();
    Someone.Answer[] made = new Someone.Answer[1];
    await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () -> {
              made[0] = ada.send("POST", "/api/keys", Map.of("name", "after"));
              return made[0].status() == 201;
            });
    String fresh = made[0].body().get("secret").stringValue();

    // Then
    assertThat(call(suite.visitor().with(() -> fresh)).status()).isEqualTo(200);
  }

  private static Someone.Answer call(Someone program) {
    return program.send(
        "POST",
        "/v1/messages",
        Map.of("model", "claude-sonnet-4-5", "max_tokens", 50, "messages", hello()));
  }

  @Test
  @Order(10)
  void theNewPriceIsChargedFromTheAnnouncedInstantOnTheBusinessClock() {
    // Given
    JsonNode before = program().receipt(anthropic(false));
    assertThat(new BigDecimal(before.get("multiplier").asString())).isEqualByComparingTo("1");

    // When
    suite.moveClock(Duration.ofDays(8).plusMinutes(1));

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              JsonNode after = program().receipt(anthropic(false));
              assertThat(new BigDecimal(after.get("multiplier").asString()))
                  .isEqualByComparingTo("2");
              assertThat(Someone.amount(after.get("charge"))).isEqualByComparingTo(cost(after));
            });
  }

  @Test
  @Order(11)
  void downLeavesNoProcessAndUpBringsBackBalancesKeysAndReceipts() throws Exception {
    // Given
    JsonNode receipt = program().receipt(knownReceipt);
    adasBalance = settled();

    // When
    suite.down();

    // Then
    assertThat(suite.processes()).isEmpty();
    assertThat(suite.home.run("relay-service.pid")).doesNotExist();
    assertThat(Arrays.stream(Part.values()).flatMap(part -> part.ports(suite.ports).stream()))
        .allMatch(PortUse::isFree);

    // When
    suite.up();

    // Then
    assertThat(ada.balance()).isEqualByComparingTo(adasBalance);
    assertThat(program().receipt(knownReceipt)).isEqualTo(receipt);
    assertThat(call(program()).status()).isEqualTo(200);
  }

  /** The balance once nothing is reserved any more. */
  private BigDecimal settled() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Someone.amount(ada.get("/api/wallet").is(200).get("reserved")).signum() == 0);
    return ada.balance();
  }

  @Test
  @Order(12)
  void aSecondUpWithNothingToDoIsQuickAndStartsNothing() throws IOException, InterruptedException {
    long begin = System.nanoTime();

    String printed = suite.up();

    assertThat(printed).doesNotContain(" ready ", "restarted").contains("running");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
  }
}
