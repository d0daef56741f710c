package io.posthouse.notification.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.notification.NotificationFixture;
import io.posthouse.testing.TestIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

class InboxIT extends NotificationFixture {

  @Test
  void marksAMessageReadAndUnreadForOnePersonOnly() {
    // Given
    UUID ann = aCustomer("en");
    UUID bob = aCustomer("en");
    String title = announce();
    String message = find(ann, title).get("id").asString();

    // When
    mark(ann, message, true).expectStatus().isOk();

    // Then
    assertThat(find(ann, title).get("readAt").isNull()).isFalse();
    assertThat(find(bob, title).get("readAt").isNull()).isTrue();

    // When
    mark(ann, message, false).expectStatus().isOk();

    // Then
    assertThat(find(ann, title).get("readAt").isNull()).isTrue();
  }

  @Test
  void doesNotShowAnotherAccountsMessage() {
    // Given
    UUID ann = aCustomer("en");
    UUID bob = aCustomer("en");
    send(
        "referral.reward-granted.v1",
        ann,
        Map.of("accountId", ann.toString(), "amount", Map.of("amount", "1.50", "currency", "USD")));
    soon().until(() -> inbox(ann).size() == 1);
    String message = inbox(ann).getFirst().get("id").asString();

    // Then
    assertThat(inbox(bob)).extracting(m -> m.get("id").asString()).doesNotContain(message);
    mark(bob, message, true).expectStatus().isNotFound();
    mark(bob, "nonsense", true).expectStatus().isNotFound();
    mark(ann, message, true).expectStatus().isOk();
  }

  @Test
  void showsNewcomersWhatIsStillToComeAndNothingOlder() {
    // Given
    String old = announce();
    String channel = aChannel("1.00");
    announced(channel, "1.10", inDays(30));
    clock.move(Duration.ofHours(2));

    // When
    UUID newcomer = aCustomer("en");

    // Then
    assertThat(inbox(newcomer))
        .extracting(message -> message.get("title").asString())
        .anyMatch(title -> title.contains(channel))
        .doesNotContain(old);
    soon()
        .untilAsserted(
            () ->
                assertThat(mails.to(addressOf(newcomer)))
                    .anyMatch(mail -> mail.subject().contains(channel)));
  }

  @Test
  void answersInTheAcceptedLanguageUntilTheAccountIsKnown() {
    String channel = aChannel("1.00");
    announced(channel, "1.10", inDays(30));

    List<JsonNode> messages =
        RestTestClient.bindToServer()
            .baseUrl("http://localhost:" + port())
            .defaultHeader("Authorization", "Bearer " + TestIdentity.customer(id().toString()))
            .defaultHeader("Accept-Language", "zh-CN")
            .build()
            .get()
            .uri("/api/messages")
            .exchange()
            .returnResult(JsonNode.class)
            .getResponseBody()
            .get("items")
            .valueStream()
            .toList();

    assertThat(messages)
        .extracting(message -> message.get("title").asString())
        .anyMatch(title -> title.startsWith("渠道 " + channel + " 调价"));
  }

  @Test
  void pagesNewestFirst() {
    // Given
    UUID ann = aCustomer("en");
    List<String> titles = List.of(announce(), announce(), announce());
    RestTestClient client = as(TestIdentity.customer(ann.toString()));

    // When
    JsonNode first = page(client, "/api/messages?limit=2");
    JsonNode second =
        page(client, "/api/messages?limit=2&cursor=" + first.get("nextCursor").asString());

    // Then
    Function<JsonNode, String> title = message -> message.get("title").asString();
    assertThat(first.get("items").valueStream().map(title))
        .containsExactly(titles.get(2), titles.get(1));
    assertThat(second.get("items").valueStream().map(title)).startsWith(titles.get(0));
    client.get().uri("/api/messages?cursor=nonsense").exchange().expectStatus().isBadRequest();
    client.get().uri("/api/messages?limit=0").exchange().expectStatus().isBadRequest();
  }

  @Test
  void wantsASignIn() {
    anybody().get().uri("/api/messages").exchange().expectStatus().isUnauthorized();
  }

  private static JsonNode page(RestTestClient client, String uri) {
    return client
        .get()
        .uri(uri)
        .exchange()
        .expectStatus()
        .isOk()
        .returnResult(JsonNode.class)
        .getResponseBody();
  }

  private String announce() {
    String title = "News " + UUID.randomUUID();
    support()
        .post()
        .uri("/api/support/announcements")
        .body(
            Map.of(
                "title", Map.of("en", title, "zh", "新闻 " + title),
                "body", Map.of("en", "Body.", "zh", "正文。")))
        .exchange()
        .expectStatus()
        .isCreated();
    return title;
  }

  private JsonNode find(UUID account, String title) {
    return inbox(account).stream()
        .filter(message -> message.get("title").asString().equals(title))
        .findFirst()
        .orElseThrow();
  }

  private RestTestClient.ResponseSpec mark(UUID account, String message, boolean read) {
    return as(TestIdentity.customer(account.toString()))
        .patch()
        .uri("/api/messages/" + message)
        .body(Map.of("read", read))
        .exchange();
  }
}
