package io.posthouse.billing.pricing.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.posthouse.billing.Http;
import io.posthouse.billing.OnRealServers;
import io.posthouse.billing.TestClock;
import io.posthouse.billing.pricing.MediaKind;
import io.posthouse.billing.pricing.OfficialPrices;
import io.posthouse.billing.pricing.Rates;
import io.posthouse.billing.pricing.Tariff;
import io.posthouse.testing.TestIdentity;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** P23: vendors' prices by a feed and by pushes. */
class PriceFeedIT extends OnRealServers {

  @Autowired private OfficialPrices prices;
  @Autowired private PriceFeed feed;
  @Autowired private PriceFeedProperties properties;
  @Autowired private TestClock clock;
  @LocalServerPort private int port;

  private final String model = "m-" + UUID.randomUUID();

  @Test
  void aPushedChangeIsInForceWithTheNextCallAndNamesItsSource() {
    // Given
    seenAt("0.000003", "0.000015");

    // When
    Http.Answer pushed = push(list("0.0000025", "0.00001"));

    // Then
    assertThat(pushed.status()).as(pushed.body()).isEqualTo(200);
    assertThat(pushed.json().get("inForce").asInt()).isEqualTo(1);
    Rates now = prices.inForce(model).orElseThrow().rates();
    assertThat(now.input()).isEqualByComparingTo("2.5");
    assertThat(now.output()).isEqualByComparingTo("10");
    assertThat(now.cacheRead()).isEqualByComparingTo("0.3");
    assertThat(now.cacheWrite1h()).isEqualByComparingTo("6");
    assertThat(prices.inForce(model).orElseThrow().sourceUrl())
        .isEqualTo("https://vendor.example/pricing");
    assertThat(push(list("0.0000025", "0.00001")).json().get("inForce").asInt()).isZero();
  }

  @Test
  void tiersAndToolsAreReadByTheirNamesInTheList() {
    // Given
    seenAt("0.000003", "0.000015");
    clock.advance(Duration.ofSeconds(1));

    // When
    Http.Answer pushed =
        push(
            list(
                "0.000003",
                """
                0.000015,"input_cost_per_token_above_200k_tokens":6e-06,
                "output_cost_per_token_above_200k_tokens":2.25e-05,
                "cache_creation_input_token_cost_above_1hr_above_200k_tokens":1.2e-05,
                "input_cost_per_token_priority":6e-06,"output_cost_per_token_priority":3e-05,
                "input_cost_per_token_above_200k_tokens_priority":1.2e-05,
                "output_cost_per_token_flex":7.5e-06,"input_cost_per_token_batches":1.5e-06,
                "input_cost_per_audio_per_second":1e-05,"supports_service_tier":true\
                """));

    // Then
    assertThat(pushed.json().get("inForce").asInt()).as(pushed.body()).isEqualTo(1);
    Tariff tariff = prices.inForce(model).orElseThrow().tariff();
    assertThat(tariff.tiers().stream().map(tier -> tier.serviceTier() + ">" + tier.above()))
        .containsExactly(">200000", "batch>0", "flex>0", "priority>0", "priority>200000");
    assertThat(
            tariff
                .tier(null, 200_001)
                .orElseThrow()
                .rates()
                .sameAs(five("6", "22.5", "0.3", "3.75", "12")))
        .isTrue();
    assertThat(
            tariff
                .tier("priority", 1)
                .orElseThrow()
                .rates()
                .sameAs(five("6", "30", "0.3", "3.75", "6")))
        .isTrue();
    assertThat(
            tariff
                .tier("priority", 200_001)
                .orElseThrow()
                .rates()
                .sameAs(five("12", "22.5", "0.3", "3.75", "12")))
        .isTrue();
    assertThat(
            tariff
                .tier("flex", 1)
                .orElseThrow()
                .rates()
                .sameAs(five("3", "7.5", "0.3", "3.75", "6")))
        .isTrue();

    // When // Then: a fee that was none waits for a person
    push(
        list(
            "0.000003",
            "0.000015,\"search_context_cost_per_query\":{\"search_context_size_low\":0.01,\"search_context_size_medium\":0.01}"));
    JsonNode waiting = waiting();
    assertThat(waiting.at("/tools/web_search_requests").stringValue()).isEqualTo("10");
    assertThat(waiting.get("tiers").size()).isZero();
  }

  @Test
  void soundAndPicturesAreReadByTheirNamesInTheList() {
    // Given
    seenAt("0.000003", "0.000015");
    clock.advance(Duration.ofSeconds(1));

    // When
    Http.Answer pushed =
        push(
            list(
                "0.000003",
                """
                0.000015,"input_cost_per_audio_token":1e-05,"output_cost_per_audio_token":6e-05,
                "input_cost_per_image_token":4e-06,"cache_read_input_audio_token_cost":5e-07,
                "cache_read_input_image_token_cost":4e-07,"output_cost_per_image_token":0.00012,
                "input_cost_per_audio_token_flex":5e-06,"input_cost_per_token_above_200k_tokens":6e-06\
                """));

    // Then
    assertThat(pushed.json().get("inForce").asInt()).as(pushed.body()).isEqualTo(1);
    Tariff tariff = prices.inForce(model).orElseThrow().tariff();
    Map<MediaKind, BigDecimal> named =
        Map.of(
            MediaKind.INPUT_AUDIO, new BigDecimal("10"),
            MediaKind.CACHE_READ_AUDIO, new BigDecimal("0.5"),
            MediaKind.OUTPUT_AUDIO, new BigDecimal("60"),
            MediaKind.INPUT_IMAGE, new BigDecimal("4"),
            MediaKind.CACHE_READ_IMAGE, new BigDecimal("0.4"),
            MediaKind.OUTPUT_IMAGE, new BigDecimal("120"));
    assertThat(tariff.rates().sameAs(five("3", "15", "0.3", "3.75", "6").with(named))).isTrue();
    // And: a tier that does not name one costs what calls without it do
    assertThat(tariff.tiers().stream().map(tier -> tier.serviceTier() + ">" + tier.above()))
        .containsExactly(">200000", "flex>0");
    assertThat(
            tariff
                .tier(null, 200_001)
                .orElseThrow()
                .rates()
                .sameAs(five("6", "15", "0.3", "3.75", "6").with(named)))
        .isTrue();
    assertThat(tariff.tier("flex", 1).orElseThrow().rates().of(MediaKind.INPUT_AUDIO))
        .isEqualByComparingTo("5");
    clock.advance(Duration.ofSeconds(1));
    assertThat(push(list("0.000003", "0.000015")).json().get("inForce").asInt()).isEqualTo(1);
    assertThat(prices.inForce(model).orElseThrow().rates().media()).isEmpty();

    // When // Then: twenty times what sound cost as text
    clock.advance(Duration.ofSeconds(1));
    push(list("0.000003", "0.000015,\"input_cost_per_audio_token\":6e-05"));
    assertThat(waiting().get("why").asString()).isEqualTo("inputAudio: 3 to 60");
    assertThat(waiting().at("/rates/inputAudio").asString()).isEqualTo("60");
    decide(waiting(), "accept");
    assertThat(prices.inForce(model).orElseThrow().rates().of(MediaKind.INPUT_AUDIO))
        .isEqualByComparingTo("60");
  }

  @Test
  void tenTimesTheOutputPriceWaitsForAnOperator() {
    // Given
    seenAt("0.000003", "0.000015");

    // When
    push(list("0.000003", "0.00015"));

    // Then
    assertThat(prices.inForce(model).orElseThrow().rates().output()).isEqualByComparingTo("15");
    JsonNode waiting = waiting();
    assertThat(waiting.get("why").asString()).isEqualTo("output: 15 to 150");
    decide(waiting, "accept");
    assertThat(prices.inForce(model).orElseThrow().rates().output()).isEqualByComparingTo("150");
    assertThat(decide(waiting, "accept").status()).isEqualTo(404);
  }

  @Test
  void aPriceOfNothingWaitsAndGoesWhenTheFeedComesBackToItsSenses() {
    // Given
    seenAt("0.000003", "0.000015");

    // When
    push(list("0", "0.000015"));

    // Then
    assertThat(waiting().get("why").asString()).isEqualTo("input: 3 to 0");
    assertThat(prices.inForce(model).orElseThrow().rates().input()).isEqualByComparingTo("3");
    push(list("0.000004", "0.000015"));
    assertThat(prices.inForce(model).orElseThrow().rates().input()).isEqualByComparingTo("4");
    assertThat(waiting()).isNull();
  }

  @Test
  void anOperatorsPriceStaysUntilTheVendorsOwnMoves() {
    // Given
    seenAt("0.000003", "0.000015");
    clock.advance(Duration.ofSeconds(1));
    prices.set(model, rates("2"), null, "operator");

    // When // Then: the feed says what it always said
    push(list("0.000003", "0.000015"));
    assertThat(prices.inForce(model).orElseThrow().rates().input()).isEqualByComparingTo("2");

    // When // Then: the vendor's price moved
    clock.advance(Duration.ofSeconds(1));
    push(list("0.0000035", "0.000015"));
    assertThat(prices.inForce(model).orElseThrow().rates().input()).isEqualByComparingTo("3.5");
  }

  @Test
  void modelsThatNobodyServesAndPricesThatAreNoneAreLeftOut() {
    // Given
    prices.set(model, rates("3"), null, "operator");
    String list =
        "{\"sample_spec\":{\"input_cost_per_token\":\"text\"},\"other-model\":{\"input_cost_per_token\":1},\""
            + model
            + "\":{\"input_cost_per_token\":\"0.000004\"}}";

    // When
    Http.Answer pushed = push(list);

    // Then
    assertThat(pushed.status()).isEqualTo(200);
    assertThat(prices.inForce("other-model")).isEmpty();
    assertThat(prices.inForce(model).orElseThrow().rates().input()).isEqualByComparingTo("3");
  }

  @Test
  void aPushWithoutARightAndFreshSignatureIsRefused() {
    byte[] wrong = new byte[32];
    long now = InstantSource.system().instant().getEpochSecond();

    assertThat(push("{}", wrong, now).status()).isEqualTo(401);
    assertThat(push("{}", secret(), now - 301).status()).isEqualTo(401);
    assertThat(new Http(port).send("POST", "/api/prices/pushes", "{}", Map.of("A", "b")).status())
        .isEqualTo(401);
    assertThat(push("no list", secret(), now).status()).isEqualTo(422);
    assertThat(push("[]", secret(), now).status()).isEqualTo(422);
  }

  @Test
  void theFeedIsFetchedAndAnUnchangedListIsNotReadAgain() throws IOException {
    // Given
    seenAt("0.000003", "0.000015");
    HttpServer vendor =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StringBuilder answers = new StringBuilder();
    vendor.createContext(
        "/",
        exchange -> {
          try (exchange) {
            boolean unchanged =
                "\"v1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            answers.append(unchanged ? "304 " : "200 ");
            byte[] body = list("0.0000029", "0.000015").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            exchange.sendResponseHeaders(unchanged ? 304 : 200, unchanged ? -1 : body.length);
            if (!unchanged) {
              exchange.getResponseBody().write(body);
            }
          }
        });
    vendor.start();
    try {
      URI url = URI.create("http://127.0.0.1:" + vendor.getAddress().getPort() + "/prices.json");

      // When
      feed.fetch(url);
      feed.fetch(url);

      // Then
      assertThat(prices.inForce(model).orElseThrow().rates().input()).isEqualByComparingTo("2.9");
      assertThat(answers).hasToString("200 304 ");
    } finally {
      vendor.stop(0);
    }
  }

  /** The model has a price, and the feed has said the same. */
  private void seenAt(String input, String output) {
    prices.set(model, rates("3"), null, "operator");
    assertThat(push(list(input, output)).status()).isEqualTo(200);
  }

  private static Rates five(String... rates) {
    return new Rates(
        new BigDecimal(rates[0]),
        new BigDecimal(rates[1]),
        new BigDecimal(rates[2]),
        new BigDecimal(rates[3]),
        new BigDecimal(rates[4]));
  }

  private static Tariff rates(String input) {
    return Tariff.of(
        new Rates(
            new BigDecimal(input),
            new BigDecimal("15"),
            new BigDecimal("0.3"),
            new BigDecimal("3.75"),
            new BigDecimal("6")));
  }

  private String list(String input, String output) {
    return """
    {"%s":{"input_cost_per_token":%s,"output_cost_per_token":%s,"cache_read_input_token_cost":3e-07,
      "cache_creation_input_token_cost":3.75e-06,"cache_creation_input_token_cost_above_1hr":6e-06,
      "source":"https://vendor.example/pricing","mode":"chat"}}\
    """
        .formatted(model, input, output);
  }

  private Http.Answer push(String list) {
    return push(list, secret(), InstantSource.system().instant().getEpochSecond());
  }

  private Http.Answer push(String list, byte[] key, long at) {
    String timestamp = Long.toString(at);
    byte[] signature =
        PricePushController.sign(key, timestamp, list.getBytes(StandardCharsets.UTF_8));
    return new Http(port)
        .send(
            "POST",
            "/api/prices/pushes",
            list,
            Map.of(
                "X-Posthouse-Timestamp",
                timestamp,
                "X-Posthouse-Signature",
                new String(signature, StandardCharsets.US_ASCII)));
  }

  private byte[] secret() {
    return Base64.getDecoder().decode(String.valueOf(properties.pushSecret()));
  }

  private JsonNode waiting() {
    for (JsonNode each :
        new Http(port)
            .person(TestIdentity.operator(), "GET", "/api/operator/official-prices/proposals", "")
            .json()
            .get("items")) {
      if (each.get("model").asString().equals(model)) {
        return each;
      }
    }
    return null;
  }

  private Http.Answer decide(JsonNode waiting, String decision) {
    return new Http(port)
        .person(
            TestIdentity.operator(),
            "POST",
            "/api/operator/official-prices/proposals/"
                + waiting.get("id").asString()
                + "/decisions",
            "{\"decision\":\"" + decision + "\"}");
  }
}
