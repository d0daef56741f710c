package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Sound and pictures on their way from the upstream's counters to the usage event. */
class MediaIT extends RelayFixture {

  private static final String USAGE =
      "\"usage\":{\"prompt_tokens\":300,\"completion_tokens\":240,\"total_tokens\":540,"
          + "\"prompt_tokens_details\":{\"audio_tokens\":180,\"image_tokens\":85,\"cached_tokens\":0},"
          + "\"completion_tokens_details\":{\"audio_tokens\":200}}";
  private static final String MEDIA =
      "{\"inputAudio\":180,\"inputImage\":85,\"cacheReadAudio\":0,\"cacheReadImage\":0,\"outputAudio\":200,\"outputImage\":0}";
  private static final String STREAM =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"audio\":{\"id\":\"a\",\"data\":\"QUJD\"}}}]}\n\n"
          + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
          + "data: {\"choices\":[],"
          + USAGE
          + "}\n\ndata: [DONE]\n\n";

  /** Sold with sound at a price of its own. */
  private Sale aSinger(FakeUpstream upstream) {
    Sale sale = aSale();
    price(
        "model:" + sale.model(),
        """
        {"kind":"official","name":"%s","versions":[{"version":"o-2","kind":"official","effectiveFrom":"2021-01-01T00:00:00Z",
         "rates":{"input":"2","output":"10","cacheRead":"1","cacheWrite5m":"2","cacheWrite1h":"2","inputAudio":"40","outputAudio":"80"}}]}\
        """
            .formatted(sale.model()));
    anUpstream(sale, "openai", upstream.port(), 0, sale.model());
    // Prices are read in their order: with a later one this one is known.
    Sale later = aSale();
    anUpstream(later, "openai", upstream.port(), 0, later.model());
    awaitPriced(later);
    return sale;
  }

  @Test
  void areToldInTheEventAndPaidForAtTheDearestRateBeforehand() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, "{\"choices\":[{\"message\":{}}]," + USAGE + "}"));
      Sale sale = aSinger(upstream);
      TestCaller caller = TestCaller.any();
      String body =
          "{\"model\":\"%s\",\"max_tokens\":1000,\"modalities\":[\"text\",\"audio\"],\"messages\":[]}"
              .formatted(sale.model());

      // When
      chat(caller, body);

      // Then
      JsonNode event = usageOf(caller);
      Contracts.check("usage-recorded.v1", event.toString());
      assertThat(event.path("priceVersion").path("official").asString()).isEqualTo("o-2");
      assertThat(event.path("tokens").path("input").asInt()).isEqualTo(300);
      assertThat(event.path("tokens").path("output").asInt()).isEqualTo(240);
      assertThat(event.path("tokens").path("media").toString()).isEqualTo(MEDIA);
      assertThat(event.path("attempts").get(0).path("tokens").path("media").toString())
          .isEqualTo(MEDIA);
      // And: the body's bytes of text at 2, and 1,000 tokens of sound at 80, times a half
      assertThat(new BigDecimal(event.path("reserved").asString()))
          .isEqualByComparingTo(
              new BigDecimal(body.length() * 2 + 1_000 * 80).movePointLeft(6).divide(TWO));
    }
  }

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  @Test
  void aSungStreamIsPaidForAtOnceBecauseNobodyHereCanCountIt() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(
          it -> {
            it.streamHead();
            it.chunk(STREAM);
            it.endChunks();
          });
      Sale sale = aSinger(upstream);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer =
          chat(
              caller,
              "{\"model\":\"%s\",\"stream\":true,\"max_tokens\":20000,\"modalities\":[\"text\",\"audio\"],\"messages\":[]}"
                  .formatted(sale.model()));

      // Then
      assertThat(answer.text()).endsWith("data: [DONE]\n\n");
      JsonNode event = usageOf(caller);
      Contracts.check("usage-recorded.v1", event.toString());
      assertThat(event.path("tokens").path("media").toString()).isEqualTo(MEDIA);
      assertThat(new BigDecimal(event.path("reserved").asString()))
          .isGreaterThan(new BigDecimal("0.8"));
    }
  }
}
