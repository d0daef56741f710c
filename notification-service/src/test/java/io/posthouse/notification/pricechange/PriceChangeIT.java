package io.posthouse.notification.pricechange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.notification.Contracts;
import io.posthouse.notification.MailBoxes.Received;
import io.posthouse.notification.NotificationFixture;
import io.posthouse.testing.TestIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

class PriceChangeIT extends NotificationFixture {

  private static final String ANNOUNCED = "notification.price-change-announced.v1";
  private static final String WITHDRAWN = "notification.price-change-withdrawn.v1";

  @Test
  void tellsEveryCustomerEverythingInSiteAndByEmailInTheirLanguage() {
    // Given
    UUID ann = aCustomer("en");
    UUID bo = aCustomer("zh-CN");
    String channel = aChannel("1.00");
    Instant effectiveAt = inDays(8);

    // When
    JsonNode change = announced(channel, "1.20", effectiveAt);

    // Then: it is out when the request is answered
    assertThat(change.get("status").asString()).isEqualTo("announced");
    assertThat(change.get("multiplier").asString()).isEqualTo("1.20");
    assertThat(change.get("oldMultiplier").asString()).isEqualTo("1.00");
    assertThat(change.get("reason").get("zh").asString()).isEqualTo("上游成本上涨。");
    assertThat(Instant.parse(change.get("effectiveAt").asString())).isEqualTo(effectiveAt);
    assertThat(Duration.between(Instant.parse(change.get("announcedAt").asString()), effectiveAt))
        .isGreaterThan(Duration.ofDays(7));
    assertThat(message(ann, channel))
        .contains(channel, "1.00", "1.20", effectiveAt.toString(), "UTC", "Upstream <costs> rose.");
    assertThat(message(bo, channel))
        .contains(channel, "1.00", "1.20", effectiveAt.toString(), "北京时间", "上游成本上涨。");

    // Then: the mails follow
    Received english = mail(ann, channel);
    assertThat(english.from()).contains("Relay & Sons", "no-reply@relay.example");
    assertThat(english.subject())
        .isEqualTo("Price change of channel " + channel + ": multiplier 1.00 to 1.20");
    assertThat(english.language()).isEqualTo("en");
    assertThat(english.text())
        .contains(channel, "1.00", "1.20", effectiveAt.toString(), "UTC", "Upstream <costs> rose.")
        .contains("https://relay.example");
    assertThat(english.html())
        .contains(channel, "1.00", "1.20", effectiveAt.toString(), "Upstream &lt;costs&gt; rose.")
        .contains("Relay &amp; Sons");
    Received chinese = mail(bo, channel);
    assertThat(chinese.subject()).isEqualTo("渠道 " + channel + " 调价：倍率由 1.00 调整为 1.20");
    assertThat(chinese.text()).contains(effectiveAt.toString(), "上游成本上涨。", "北京时间");
    assertThat(chinese.html()).contains("上游成本上涨。", "lang=\"zh\"");
  }

  @Test
  void sendsAnEventThatFitsItsSchema() {
    String channel = aChannel("1.00");
    Instant effectiveAt = inDays(8);

    JsonNode change = announced(channel, "1.20", effectiveAt);

    soon().until(() -> events.read(ANNOUNCED, channel).size() == 1);
    JsonNode event = events.read(ANNOUNCED, channel).getFirst();
    Contracts.check("price-change-announced.v1", event);
    assertThat(event.get("announcementId")).isEqualTo(change.get("id"));
    assertThat(event.get("revision").asInt()).isEqualTo(1);
    assertThat(event.get("multiplier").asString()).isEqualTo("1.20");
    assertThat(event.get("announcedAt")).isEqualTo(change.get("announcedAt"));
    assertThat(Instant.parse(event.get("effectiveAt").asString())).isEqualTo(effectiveAt);
    assertThat(event.get("reason").get("en").asString()).isEqualTo("Upstream <costs> rose.");
  }

  @Test
  void showsSupportWhoWasToldByWhichWayAndNoAddress() {
    // Given
    UUID ann = aCustomer("en");
    JsonNode change = announced(aChannel("1.00"), "1.20", inDays(8));
    String uri =
        "/api/support/deliveries?announcementId="
            + change.get("id").asString()
            + "&accountId="
            + ann;

    // Then
    soon()
        .untilAsserted(
            () ->
                assertThat(items(support(), uri))
                    .extracting(d -> d.get("way").asString() + " " + d.get("status").asString())
                    .containsExactlyInAnyOrder("in-site sent", "email sent"));
    assertThat(items(support(), uri))
        .allSatisfy(
            delivery -> {
              assertThat(delivery.get("accountId").asString()).isEqualTo(ann.toString());
              assertThat(delivery.get("toldAt").isNull()).isFalse();
              assertThat(delivery.toString()).doesNotContain("@");
            });
  }

  @Test
  void refusesLessThanSevenDaysAndSaysWhy() {
    UUID ann = aCustomer("en");
    String channel = aChannel("1.00");
    Instant effectiveAt = inDays(6);

    String detail = refused(channel, "1.20", effectiveAt, 422, "notice-too-short");

    assertThat(detail).contains("effectiveAt: " + effectiveAt, "or later", "7 days (168 hours)");
    assertThat(inbox(ann)).noneMatch(m -> m.get("title").asString().contains(channel));
    assertThat(items(support(), "/api/support/price-changes"))
        .noneMatch(change -> change.get("channel").asString().equals(channel));
  }

  @Test
  void cannotBeShortenedInTheDatabaseEither() {
    JsonNode change = announced(aChannel("1.00"), "1.20", inDays(8));
    UUID id = UUID.fromString(change.get("id").asString());

    assertThatThrownBy(
            () ->
                jdbc.sql(
                        """
                        update price_changes
                        set effective_at = announced_at + interval '168 hours' - interval '1 microsecond'
                        where id = :id
                        """)
                    .param("id", id)
                    .update())
        .hasMessageContaining("price_changes_notice");
    assertThat(
            jdbc.sql(
                    "update price_changes set effective_at = announced_at + interval '168 hours' where id = :id")
                .param("id", id)
                .update())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multiplier|0|422|multiplier: 0",
        "multiplier|-1|422|multiplier: -1",
        "multiplier|1e3|422|multiplier: 1e3",
        "multiplier|1000.1|422|multiplier: 1000.1",
        "multiplier|1.0000001|422|multiplier: 1.0000001",
        "multiplier|1.00|422|another than what the channel has then: 1.00",
        "channel|no-such-channel|422|no-such-channel",
        "channel| |400|channel: missing",
        "effectiveAt|tomorrow|400|effectiveAt",
        "effectiveAt|2099-01-01T00:00:00Z|422|at most 731 days",
        "surprise|1|400|surprise: unknown field"
      })
  void refusesBadInputAndSaysWhere(String field, String value, int status, String says) {
    Map<String, Object> body = new HashMap<>(change(aChannel("1.00"), "1.20", inDays(8)));
    body.put(field, value == null ? "" : value);

    assertThat(
            post(body)
                .expectStatus()
                .isEqualTo(status)
                .returnResult(JsonNode.class)
                .getResponseBody()
                .get("detail")
                .asString())
        .contains(says);
  }

  @Test
  void wantsTheReasonInBothLanguages() {
    Map<String, Object> body = new HashMap<>(change(aChannel("1.00"), "1.20", inDays(8)));
    body.put("reason", Map.of("en", "only"));

    assertThat(
            post(body)
                .expectStatus()
                .isEqualTo(422)
                .returnResult(JsonNode.class)
                .getResponseBody()
                .get("detail")
                .asString())
        .contains("reason.zh: missing");
  }

  @Test
  void announcesNothingWhileBillingIsAway() {
    String channel = aChannel("1.00");
    peers.billingAway = true;
    try {
      refused(channel, "1.20", inDays(8), 503, "billing-unavailable");
    } finally {
      peers.billingAway = false;
    }
  }

  @Test
  void isForSupportStaffOnly() {
    for (String token : List.of(TestIdentity.customer(id().toString()), TestIdentity.operator())) {
      as(token)
          .post()
          .uri("/api/support/price-changes")
          .body(change(aChannel("1.00"), "1.20", inDays(8)))
          .exchange()
          .expectStatus()
          .isForbidden();
      as(token).get().uri("/api/support/deliveries").exchange().expectStatus().isForbidden();
    }
    anybody().get().uri("/api/support/price-changes").exchange().expectStatus().isUnauthorized();
  }

  @Test
  void announcesAnAmendmentAgainUnderTheSameId() {
    // Given
    UUID ann = aCustomer("en");
    String channel = aChannel("1.00");
    JsonNode change = announced(channel, "1.20", inDays(8));
    String uri = "/api/support/price-changes/" + change.get("id").asString();

    // When
    JsonNode amended =
        support()
            .patch()
            .uri(uri)
            .body(Map.of("multiplier", "1.10"))
            .exchange()
            .expectStatus()
            .isOk()
            .returnResult(JsonNode.class)
            .getResponseBody();

    // Then
    assertThat(amended.get("revision").asInt()).isEqualTo(2);
    assertThat(amended.get("announcedAt")).isEqualTo(change.get("announcedAt"));
    soon().until(() -> events.read(ANNOUNCED, channel).size() == 2);
    JsonNode event = events.read(ANNOUNCED, channel).getLast();
    Contracts.check("price-change-announced.v1", event);
    assertThat(event.get("announcementId")).isEqualTo(change.get("id"));
    assertThat(event.get("revision").asInt()).isEqualTo(2);
    assertThat(event.get("multiplier").asString()).isEqualTo("1.10");
    assertThat(message(ann, channel)).contains("in your favour", "1.10");
    soon()
        .untilAsserted(
            () ->
                assertThat(mails.to(addressOf(ann)))
                    .filteredOn(mail -> mail.subject().contains(channel))
                    .hasSize(2));
    support()
        .patch()
        .uri(uri)
        .body(Map.of("multiplier", "1.15"))
        .exchange()
        .expectStatus()
        .isEqualTo(422);
    support()
        .patch()
        .uri(uri)
        .body(Map.of("effectiveAt", inDays(7).toString()))
        .exchange()
        .expectStatus()
        .isEqualTo(422);
  }

  @Test
  void takesAnIncreaseBackAndSaysSo() {
    // Given
    UUID ann = aCustomer("zh");
    String channel = aChannel("1.00");
    JsonNode change = announced(channel, "1.20", inDays(8));
    String uri = "/api/support/price-changes/" + change.get("id").asString();

    // When
    support().delete().uri(uri).exchange().expectStatus().isOk();

    // Then
    soon().until(() -> events.read(WITHDRAWN, channel).size() == 1);
    JsonNode event = events.read(WITHDRAWN, channel).getFirst();
    Contracts.check("price-change-withdrawn.v1", event);
    assertThat(event.get("revision").asInt()).isEqualTo(2);
    assertThat(inbox(ann).getFirst().get("title").asString())
        .isEqualTo("渠道 " + channel + " 的调价已取消");
    soon()
        .untilAsserted(
            () ->
                assertThat(mails.to(addressOf(ann)))
                    .anyMatch(mail -> mail.subject().equals("渠道 " + channel + " 的调价已取消")));
    support().delete().uri(uri).exchange().expectStatus().isEqualTo(409);
    support().get().uri(uri).exchange().expectBody().jsonPath("$.status").isEqualTo("withdrawn");
  }

  @Test
  void keepsAnAnnouncedDecreaseThatIsDueWithinAWeek() {
    // Given
    String channel = aChannel("1.00");
    JsonNode change = announced(channel, "0.80", clock.instant().plus(Duration.ofHours(169)));
    String uri = "/api/support/price-changes/" + change.get("id").asString();

    // When
    clock.move(Duration.ofHours(2));

    // Then
    support().delete().uri(uri).exchange().expectStatus().isEqualTo(422);
  }

  @Test
  void namesTheMultiplierThatWillBeInForceJustBefore() {
    // Given
    String channel = aChannel("1.00");
    JsonNode first = announced(channel, "1.20", inDays(10));
    JsonNode last = announced(channel, "1.40", inDays(30));
    assertThat(last.get("oldMultiplier").asString()).isEqualTo("1.20");

    // When: one in between, and the first taken back
    announced(channel, "1.30", inDays(20));
    support()
        .delete()
        .uri("/api/support/price-changes/" + first.get("id").asString())
        .exchange()
        .expectStatus()
        .isOk();

    // Then
    assertThat(items(support(), "/api/support/price-changes"))
        .filteredOn(change -> change.get("channel").asString().equals(channel))
        .extracting(
            change ->
                change.get("oldMultiplier").asString() + " " + change.get("multiplier").asString())
        .containsExactly("1.00 1.30", "1.30 1.40", "1.00 1.20");
  }

  @Test
  void takesOneOfTwoChangesForOneInstant() throws Exception {
    String channel = aChannel("1.00");
    Instant effectiveAt = inDays(8);
    Callable<Integer> announce =
        () -> post(change(channel, "1.20", effectiveAt)).returnResult().getStatus().value();

    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      List<Integer> answers =
          both.invokeAll(List.of(announce, announce)).stream().map(PriceChangeIT::get).toList();
      assertThat(answers).containsExactlyInAnyOrder(201, 409);
    }
  }

  @Test
  void followsWhatBillingDoes() {
    // Given
    JsonNode change = announced(aChannel("1.00"), "1.20", inDays(8));
    JsonNode other = announced(aChannel("1.00"), "1.20", inDays(8));

    // When
    billingSays(change, "scheduled", null);
    billingSays(other, "refused", "channel: gone");

    // Then
    awaitStatus(change, "scheduled");
    awaitStatus(other, "refused");
    support()
        .get()
        .uri("/api/support/price-changes/" + other.get("id").asString())
        .exchange()
        .expectBody()
        .jsonPath("$.why")
        .isEqualTo("channel: gone");

    // When
    billingSays(change, "in-force", null);

    // Then
    awaitStatus(change, "in-force");
  }

  @Test
  void readsBillingsOwnSample() {
    JsonNode sample = Contracts.sample("billing-service", "price-change-scheduled.v1");

    PriceChangeScheduled.Scheduled read =
        new io.posthouse.outbox.Event(
                id(),
                PriceChangeScheduled.TOPIC,
                clock.instant(),
                "demo",
                sample.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .as(PriceChangeScheduled.Scheduled.class);

    assertThat(read.read()).isEqualTo(Status.SCHEDULED);
    assertThat(read.announcementId()).hasToString(sample.get("announcementId").asString());
  }

  @Test
  void pagesNewestFirst() {
    announced(aChannel("1.00"), "1.20", inDays(8));
    JsonNode newest = announced(aChannel("1.00"), "1.20", inDays(8));

    assertThat(items(support(), "/api/support/price-changes?limit=1"))
        .singleElement()
        .satisfies(change -> assertThat(change.get("id")).isEqualTo(newest.get("id")));
    support()
        .get()
        .uri("/api/support/price-changes/" + id())
        .exchange()
        .expectStatus()
        .isNotFound();
  }

  private static int get(java.util.concurrent.Future<Integer> answer) {
    try {
      return answer.get();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void billingSays(JsonNode change, String status, String why) {
    Map<String, Object> event = new HashMap<>();
    event.put("announcementId", change.get("id").asString());
    event.put("revision", 1);
    event.put("channel", change.get("channel").asString());
    event.put("status", status);
    event.put("effectiveAt", change.get("effectiveAt").asString());
    if (why != null) {
      event.put("why", why);
    }
    events.send(
        "billing.price-change-scheduled.v1",
        change.get("channel").asString(),
        id(),
        clock.instant(),
        event);
  }

  private void awaitStatus(JsonNode change, String status) {
    soon()
        .untilAsserted(
            () ->
                support()
                    .get()
                    .uri("/api/support/price-changes/" + change.get("id").asString())
                    .exchange()
                    .expectBody()
                    .jsonPath("$.status")
                    .isEqualTo(status));
  }

  private RestTestClient.ResponseSpec post(Map<String, Object> body) {
    return support().post().uri("/api/support/price-changes").body(body).exchange();
  }

  private String refused(
      String channel, String multiplier, Instant effectiveAt, int status, String slug) {
    JsonNode problem =
        post(change(channel, multiplier, effectiveAt))
            .expectStatus()
            .isEqualTo(status)
            .returnResult(JsonNode.class)
            .getResponseBody();
    assertThat(problem.get("type").asString()).isEqualTo("urn:posthouse:problem:" + slug);
    return problem.get("detail").asString();
  }

  private String message(UUID account, String channel) {
    JsonNode message =
        inbox(account).stream()
            .filter(m -> m.get("title").asString().contains(channel))
            .findFirst()
            .orElseThrow();
    return message.get("title").asString() + "\n" + message.get("body").asString();
  }

  private static Received mail(UUID account, String channel) {
    return soon()
        .until(
            () ->
                mails.to(addressOf(account)).stream()
                    .filter(mail -> mail.subject().contains(channel))
                    .findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }
}
