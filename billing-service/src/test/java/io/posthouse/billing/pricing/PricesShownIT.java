package io.posthouse.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.Contracts;
import io.posthouse.billing.Http;
import io.posthouse.testing.TestIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Prices and announced changes as everyone and the relays see them (P22). */
class PricesShownIT extends PriceFixture {

  @Test
  void showsPricesAndAnnouncedChangesToEveryone() {
    // Given
    clock.set(NOW);
    channel("0.80");
    Http http = new Http(port);
    String operator = TestIdentity.operator();
    String path = "/api/operator/official-prices/" + model;

    // When // Then: set, seen at once, repeated, raised without and with a source
    Http.Answer set =
        http.person(
            operator,
            "PUT",
            path,
            """
            {"input":"3","output":"15","cacheRead":"0.30","cacheWrite5m":"3.75","cacheWrite1h":"6","currency":"USD"}\
            """);
    assertThat(set.status()).as(set.body()).isEqualTo(200);
    JsonNode item = item(http.send("GET", "/api/prices", "", Map.of()).json());
    assertThat(item.at("/official/input").stringValue()).isEqualTo("3");
    assertThat(item.at("/prices/cacheRead").stringValue()).isEqualTo("0.24");
    assertThat(item.at("/multiplier").stringValue()).isEqualTo("0.8");
    Http.Answer again =
        http.person(
            operator,
            "PUT",
            path,
            "{\"input\":\"3.0\",\"output\":\"15\",\"cacheRead\":\"0.3\",\"cacheWrite5m\":\"3.75\",\"cacheWrite1h\":\"6\"}");
    assertThat(again.json().get("version")).isEqualTo(set.json().get("version"));
    clock.advance(Duration.ofSeconds(1));
    Http.Answer raised = http.person(operator, "PUT", path, "{\"input\":\"4\",\"output\":\"15\"}");
    assertThat(raised.status()).isEqualTo(422);
    assertThat(raised.json().get("type").stringValue()).endsWith("source-required");
    assertThat(raised.json().get("detail").stringValue()).contains("more than 5 %");
    Http.Answer sourced =
        http.person(
            operator,
            "PUT",
            path,
            "{\"input\":\"4\",\"output\":\"15\",\"sourceUrl\":\"https://vendor.example/prices\"}");
    assertThat(sourced.status()).isEqualTo(200);
    aTierAndAToolAreSetAndShown(http, path);
    assertThat(http.person(operator, "GET", path, "").json().get("input").stringValue())
        .isEqualTo("4");
    assertThat(http.person(operator, "PUT", path, "{\"input\":\"-1\",\"output\":\"15\"}").status())
        .isEqualTo(422);
    assertThat(
            http.person(operator, "PUT", path, "{\"input\":\"1\",\"output\":\"1\",\"x\":1}")
                .status())
        .isEqualTo(400);
    assertThat(http.person(TestIdentity.support(), "PUT", path, "{}").status()).isEqualTo(403);

    Instant effective = NOW.plus(Duration.ofDays(8));
    UUID id = announce(1, "1.20", clock.instant(), effective);
    JsonNode change = null;
    for (JsonNode each :
        http.send("GET", "/api/prices", "", Map.of()).json().get("announcedChanges")) {
      change = each.get("id").stringValue().equals(id.toString()) ? each : change;
    }
    assertThat(change.get("multiplier").stringValue()).isEqualTo("1.2");
    assertThat(change.get("effectiveAt").stringValue()).isEqualTo(effective.toString());
    assertThat(change.at("/reason/zh").stringValue()).isEqualTo("为什么");
    JsonNode versions = http.send("GET", "/api/prices/" + model + "/versions", "", Map.of()).json();
    assertThat(versions.get("items").size()).isEqualTo(5);
    assertThat(versions.toString()).contains("https://vendor.example/prices");
  }

  @Test
  void tellsRelaysOfVersionsToComeAsSoonAsTheyAreKnown() {
    // Given
    clock.set(NOW);
    channel("1.00");
    officials.set(model, rates("3"), null, "test");
    announce(1, "1.20", NOW, NOW.plus(WEEK));

    // When
    List<String> events =
        jdbc.sql(
                "select payload from outbox where topic = 'billing.prices-changed.v1' and event_key"
                    + " in (:keys) order by id")
            .param("keys", List.of("channel:" + channel, "model:" + model))
            .query((row, n) -> new String(row.getBytes(1), StandardCharsets.UTF_8))
            .list();
    String snapshot =
        new Http(port).service("GET", "/internal/prices?since=" + NOW, "").json().toString();

    // Then
    assertThat(events).hasSize(3);
    events.forEach(event -> Contracts.check("prices-changed.v1", event));
    assertThat(events.getLast())
        .contains("\"1.2\"")
        .contains("\"1\"")
        .contains(NOW.plus(WEEK).toString());
    assertThat(snapshot).contains(events.getLast()).contains(events.get(1));
  }

  private JsonNode item(JsonNode page) {
    for (JsonNode item : page.get("items")) {
      if (item.get("model").stringValue().equals(model)) {
        return item;
      }
    }
    throw new AssertionError("no item of " + model + " in " + page);
  }

  private void aTierAndAToolAreSetAndShown(Http http, String path) {
    clock.advance(Duration.ofSeconds(1));
    Http.Answer set =
        http.person(
            TestIdentity.operator(),
            "PUT",
            path,
            """
            {"input":"4","output":"15","tiers":[{"above":200000,"input":"8","output":"22.5"},
             {"serviceTier":"priority","input":"8","output":"30"}],"tools":{"web_search_requests":"10"},
             "sourceUrl":"https://vendor.example/prices"}\
            """);
    assertThat(set.status()).as(set.body()).isEqualTo(200);
    assertThat(set.json().at("/tiers/0/above").asLong()).isEqualTo(200_000);
    assertThat(set.json().at("/tiers/1/serviceTier").stringValue()).isEqualTo("priority");
    JsonNode item = item(http.send("GET", "/api/prices", "", Map.of()).json());
    assertThat(item.at("/tiers/0/rates/output").stringValue()).isEqualTo("18");
    assertThat(item.at("/tools/web_search_requests").stringValue()).isEqualTo("8");
    JsonNode versions =
        http.send("GET", "/api/prices/" + model + "/versions", "", Map.of()).json().get("items");
    assertThat(versions.valueStream().map(version -> version.path("tiers").size()).toList())
        .contains(2);
    for (String wrong :
        List.of(
            "{\"above\":0,\"input\":\"1\",\"output\":\"1\"}", "{\"above\":1,\"input\":\"1\"}")) {
      assertThat(
              http.person(
                      TestIdentity.operator(),
                      "PUT",
                      path,
                      "{\"input\":\"4\",\"output\":\"15\",\"tiers\":[" + wrong + "]}")
                  .status())
          .as(wrong)
          .isBetween(400, 422);
    }
  }
}
