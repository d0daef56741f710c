package io.posthouse.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthouse.billing.Contracts;
import io.posthouse.billing.Http;
import io.posthouse.testing.TestIdentity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Sound and pictures from the event on Kafka to the receipt, the sums and the public prices. */
class MediaReceiptIT extends UsageFixture {

  private static final List<String> KINDS =
      List.of(
          "inputAudio",
          "cacheReadAudio",
          "outputAudio",
          "inputImage",
          "cacheReadImage",
          "outputImage");

  @Autowired private JdbcClient jdbc;
  @LocalServerPort private int port;

  @Test
  void soundCostsItsOwnRatePicturesWhatTextDoesAndAnOldRelaysCallWhatItAlwaysDid()
      throws Exception {
    // Given: sound has rates, pictures have none
    Http http = new Http(port);
    UUID sung = sung(http);
    UUID account = funded("5");
    String person = TestIdentity.customer(account.toString());

    // When: a relay that tells, one that does not, and one at the price of before
    UsageSample told =
        sample(account, sung).node(node, epoch, 1).tokens(300, 240).media(180, 85, 0, 0, 200, 0);
    UsageSample untold = sample(account, sung).node(node, epoch, 2).tokens(300, 240);
    UsageSample before =
        sample(account).node(node, epoch, 3).tokens(300, 240).media(180, 85, 0, 0, 200, 0);
    UsageTopic.send(
        List.of(told, untold, before).stream()
            .map(call -> UsageTopic.record(account.toString(), call.payload()))
            .toList());

    // Then: 35x3 + 85x3 + 180x40 + 40x15 + 200x80, times 0.8
    JsonNode receipt = receipt(http, account, told);
    assertThat(receipt.at("/charge/amount").stringValue()).isEqualTo("0.019328");
    assertThat(receipt.get("usage").toString())
        .isEqualTo(
            "{\"input\":35,\"output\":40,\"cacheRead\":0,\"cacheWrite5m\":0,\"cacheWrite1h\":0,\"reasoning\":0,"
                + "\"inputAudio\":180,\"outputAudio\":200,\"inputImage\":85}");
    assertThat(receipt.at("/official/inputAudio").stringValue()).isEqualTo("40");
    assertThat(receipt.at("/prices/outputAudio").stringValue()).isEqualTo("64");
    assertThat(receipt.at("/prices/inputImage").stringValue()).isEqualTo("2.4");
    assertThat(receipt.get("prices").has("cacheReadAudio")).isFalse();
    // And: 300x3 + 240x15, times 0.8, as before, and without a word of sound
    for (UsageSample text : List.of(untold, before)) {
      JsonNode plain = receipt(http, account, text);
      assertThat(plain.at("/charge/amount").stringValue()).isEqualTo("0.0036");
    }
    assertThat(receipt(http, account, untold).toString()).doesNotContain("Audio", "Image");
    assertThat(receipt(http, account, before).at("/prices/inputAudio").stringValue())
        .isEqualTo("2.4");
    for (UsageSample each : List.of(told, untold, before)) {
      JsonNode signed = receipt(http, account, each);
      SignedReceipts.check(signed, http);
      assertThat(recomputed(signed))
          .isEqualByComparingTo(signed.at("/charge/amount").stringValue());
    }
    isListedSummedAndExported(http, person, told);
    isKeptApartInTheDatabase(told);
  }

  /** The model's price again, with rates for sound; seen by everyone, and by the relays. */
  private UUID sung(Http http) {
    String operator = TestIdentity.operator();
    String path = "/api/operator/official-prices/" + model;
    String rates =
        "{\"input\":\"3\",\"output\":\"15\",\"cacheRead\":\"0.3\",\"inputAudio\":\"40\",\"outputAudio\":\"80\","
            + "\"tiers\":[{\"above\":100000,\"input\":\"6\",\"output\":\"30\",\"outputAudio\":\"90\"}]%s}";
    assertThat(http.person(operator, "PUT", path, rates.formatted("")).status()).isEqualTo(422);
    Http.Answer set =
        http.person(
            operator,
            "PUT",
            path,
            rates.formatted(",\"sourceUrl\":\"https://vendor.example/prices\""));
    assertThat(set.status()).as(set.body()).isEqualTo(200);
    assertThat(set.json().at("/inputAudio").stringValue()).isEqualTo("40");
    assertThat(set.json().has("inputImage")).isFalse();
    // A tier that names no rate for sound keeps that of calls without it.
    assertThat(set.json().at("/tiers/0/rates/inputAudio").stringValue()).isEqualTo("40");
    assertThat(set.json().at("/tiers/0/rates/outputAudio").stringValue()).isEqualTo("90");
    JsonNode page = http.send("GET", "/api/prices", "", Map.of()).json();
    JsonNode item =
        page.get("items")
            .valueStream()
            .filter(each -> each.get("model").stringValue().equals(model))
            .findFirst()
            .orElseThrow();
    assertThat(item.at("/official/outputAudio").stringValue()).isEqualTo("80");
    assertThat(item.at("/prices/outputAudio").stringValue()).isEqualTo("64");
    assertThat(item.at("/tiers/0/rates/outputAudio").stringValue()).isEqualTo("72");
    assertThat(
            http.send("GET", "/api/prices/" + model + "/versions", "", Map.of())
                .json()
                .get("items")
                .valueStream()
                .filter(version -> version.path("rates").has("inputAudio"))
                .count())
        .isEqualTo(1);
    JsonNode relays =
        http.service("GET", "/internal/prices", "")
            .json()
            .get("items")
            .valueStream()
            .filter(each -> each.get("name").stringValue().equals(model))
            .findFirst()
            .orElseThrow();
    Contracts.check("prices-changed.v1", relays.toString());
    assertThat(relays.toString()).contains("\"inputAudio\":\"40\"", "\"outputAudio\":\"90\"");
    return UUID.fromString(set.json().get("version").stringValue());
  }

  private JsonNode receipt(Http http, UUID account, UsageSample call) {
    String path = "/v1/receipts/" + call.requestId();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> http.caller(account, key, null, path).status() == 200);
    return http.caller(account, key, null, path).json();
  }

  /** As docs/checking-receipts.md does it. */
  private static BigDecimal recomputed(JsonNode receipt) {
    Map<String, JsonNode> usage = new TreeMap<>();
    receipt.get("usage").forEachEntry(usage::put);
    usage.remove("reasoning");
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, JsonNode> kind : usage.entrySet()) {
      BigDecimal price = new BigDecimal(receipt.at("/prices/" + kind.getKey()).stringValue());
      sum = sum.add(price.multiply(BigDecimal.valueOf(kind.getValue().longValue())));
    }
    return sum.movePointLeft(6);
  }

  private void isListedSummedAndExported(Http http, String person, UsageSample told) {
    JsonNode sum = http.person(person, "GET", "/api/usage?groupBy=model", "").json().at("/items/0");
    assertThat(sum.get("calls").asLong()).isEqualTo(3);
    assertThat(sum.at("/usage/inputAudio").asLong()).isEqualTo(360);
    assertThat(sum.at("/usage/outputAudio").asLong()).isEqualTo(400);
    assertThat(sum.at("/usage/input").asLong()).isEqualTo(370);
    assertThat(sum.at("/usage/output").asLong()).isEqualTo(320);
    String header = String.join(",", KINDS);
    List<String> calls = csv(http, person, "/api/usage/calls");
    assertThat(calls.getFirst()).endsWith("corrected," + header);
    assertThat(calls.stream().filter(line -> line.startsWith(told.requestId().toString())))
        .singleElement()
        .asString()
        .endsWith(",180,0,200,85,0,0");
    assertThat(csv(http, person, "/api/usage").getFirst()).endsWith("corrected," + header);
    assertThat(csv(http, person, "/api/usage").getLast()).endsWith(",360,0,400,170,0,0");
  }

  private static List<String> csv(Http http, String person, String path) {
    return http.person(person, "GET", path, "", "Accept", "text/csv").body().lines().toList();
  }

  private void isKeptApartInTheDatabase(UsageSample told) {
    List<Long> stored = new ArrayList<>();
    jdbc.sql(
            """
            select input_tokens, output_tokens, input_audio_tokens, output_audio_tokens, input_image_tokens,
              cache_read_audio_tokens + cache_read_image_tokens + output_image_tokens from usage where request_id = :id
            """)
        .param("id", told.requestId())
        .query(
            (row, n) -> {
              for (int i = 1; i <= 6; i++) {
                stored.add(row.getLong(i));
              }
              return 0;
            })
        .list();
    assertThat(stored).containsExactly(35L, 40L, 180L, 200L, 85L, 0L);
  }
}
