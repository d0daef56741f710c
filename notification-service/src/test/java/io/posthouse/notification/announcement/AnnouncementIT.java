package io.posthouse.notification.announcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.notification.NotificationFixture;
import io.posthouse.testing.TestIdentity;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

class AnnouncementIT extends NotificationFixture {

  @Test
  void tellsEveryoneInSiteAndByEmail() {
    // Given
    UUID ann = aCustomer("en");
    UUID bo = aCustomer("zh");

    // When
    announce("Maintenance <tonight>", "今晚维护").expectStatus().isCreated();

    // Then
    assertThat(inbox(ann))
        .extracting(m -> m.get("title").asString())
        .contains("Maintenance <tonight>");
    assertThat(inbox(bo)).extracting(m -> m.get("title").asString()).contains("今晚维护");
    soon()
        .untilAsserted(
            () -> {
              assertThat(mails.to(addressOf(ann)))
                  .anySatisfy(
                      mail -> {
                        assertThat(mail.subject()).isEqualTo("Maintenance <tonight>");
                        assertThat(mail.html()).contains("Maintenance &lt;tonight&gt;");
                        assertThat(mail.text()).contains("We are back at six.");
                      });
              assertThat(mails.to(addressOf(bo))).anyMatch(mail -> mail.subject().equals("今晚维护"));
            });
  }

  @Test
  void listsWhatIsAnnouncedNowToAnybodyInTheLanguageAskedFor() {
    // Given
    announce("A new page", "新页面").expectStatus().isCreated();
    String channel = aChannel("1.00");
    announced(channel, "1.25", inDays(8));

    // When
    JsonNode english = list("en");
    JsonNode chinese = list("zh-CN,zh;q=0.9");

    // Then
    assertThat(english.get("items").valueStream().map(item -> item.get("title").asString()))
        .contains("A new page");
    assertThat(chinese.get("items").valueStream().map(item -> item.get("title").asString()))
        .contains("新页面");
    JsonNode change =
        english
            .get("items")
            .valueStream()
            .filter(item -> item.has("priceChange"))
            .filter(item -> item.get("priceChange").get("channel").asString().equals(channel))
            .findFirst()
            .orElseThrow();
    assertThat(change.get("category").asString()).isEqualTo("price-change");
    assertThat(change.get("priceChange").get("oldMultiplier").asString()).isEqualTo("1.00");
    assertThat(change.get("priceChange").get("multiplier").asString()).isEqualTo("1.25");
  }

  @Test
  void refusesWhatLacksALanguageOrARole() {
    support()
        .post()
        .uri("/api/support/announcements")
        .body(Map.of("title", Map.of("en", "Only English"), "body", Map.of("en", "b", "zh", "b")))
        .exchange()
        .expectStatus()
        .isEqualTo(422)
        .expectBody()
        .jsonPath("$.detail")
        .value(detail -> assertThat(detail.toString()).startsWith("title.zh: missing"));
    announce("Two\nlines", "两行").expectStatus().isEqualTo(422);
    as(TestIdentity.customer(id().toString()))
        .get()
        .uri("/api/support/announcements")
        .exchange()
        .expectStatus()
        .isForbidden();
  }

  private RestTestClient.ResponseSpec announce(String en, String zh) {
    return support()
        .post()
        .uri("/api/support/announcements")
        .body(
            Map.of(
                "title", Map.of("en", en, "zh", zh),
                "body", Map.of("en", "We are back at six.", "zh", "六点恢复。")))
        .exchange();
  }

  private JsonNode list(String language) {
    return RestTestClient.bindToServer()
        .baseUrl("http://localhost:" + port())
        .defaultHeader("Accept-Language", language)
        .build()
        .get()
        .uri("/api/announcements")
        .exchange()
        .expectStatus()
        .isOk()
        .expectHeader()
        .valueEquals("Vary", "Accept-Language")
        .returnResult(JsonNode.class)
        .getResponseBody();
  }
}
