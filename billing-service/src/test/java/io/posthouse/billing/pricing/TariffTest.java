package io.posthouse.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TariffTest {

  private static final Tariff TARIFF =
      new Tariff(
          all("1"),
          List.of(
              new RateTier("", 200_000, all("2")),
              new RateTier("", 500_000, all("3")),
              new RateTier("priority", 0, all("10")),
              new RateTier("priority", 200_000, all("20")),
              new RateTier("flex", 300_000, all("0.5"))),
          new TreeMap<>(Map.of("web_search_requests", new BigDecimal("10"))));

  @ParameterizedTest
  @CsvSource({
    ", 0, 1",
    ", 200000, 1",
    ", 200001, 2",
    ", 500000, 2",
    ", 500001, 3",
    "standard, 100, 1",
    "standard, 600000, 3",
    "priority, 0, 10",
    "priority, 200000, 10",
    "priority, 900000, 20",
    "flex, 100, 1",
    "flex, 250000, 2",
    "flex, 300001, 0.5",
  })
  void aCallCostsWhatItsServiceTierAndTheLengthOfItsInputSay(
      String serviceTier, long input, String rate) {
    // Given: a third of the input each uncached, read and written
    long part = input / 3;
    TokenCounts tokens = new TokenCounts(input - 2 * part, 7, part, 0, part);

    // When // Then
    assertThat(TARIFF.ratesOf(new Consumption(tokens, serviceTier, Map.of())).output())
        .isEqualByComparingTo(rate);
  }

  @Test
  void toolsCostByTheThousandWhateverTheTier() {
    Consumption used =
        new Consumption(
            new TokenCounts(0, 0, 0, 0, 0), "priority", Map.of("web_search_requests", 3L, "x", 9L));

    assertThat(Rating.charge(used, TARIFF, new BigDecimal("0.8")).plain()).isEqualTo("0.024");
  }

  @Test
  void eachModelThatWorkedOnACallCostsItsOwn() {
    // Given: a million tokens of input at 1 (long: 3), a million of output at 5
    Consumption asked = Consumption.of(new TokenCounts(1_000_000, 0, 0, 0, 0));
    Consumption adviser = Consumption.of(new TokenCounts(0, 1_000_000, 0, 0, 0));

    // When // Then
    assertThat(
            Rating.charge(
                    List.of(
                        new Rating.Part(asked, TARIFF),
                        new Rating.Part(adviser, Tariff.of(all("5")))),
                    new BigDecimal("0.5"))
                .plain())
        .isEqualTo("4");
  }

  @Test
  void whatIsDearerForSomeCallsAloneNeedsASourceToo() {
    Tariff plain = Tariff.of(all("1"));
    BigDecimal five = new BigDecimal("1.05");

    assertThat(TARIFF.exceeds(plain, five)).isTrue();
    assertThat(plain.exceeds(TARIFF, five)).isFalse();
    assertThat(
            new Tariff(all("1"), List.of(new RateTier("flex", 0, all("0.5"))), new TreeMap<>())
                .exceeds(plain, five))
        .isFalse();
    assertThat(TARIFF.sameAs(TARIFF)).isTrue();
    assertThat(TARIFF.sameAs(plain)).isFalse();
    assertThat(plain.sameAs(TARIFF)).isFalse();
  }

  @Test
  void aNewTierOrToolIsAsDoubtfulAsAnyOtherJump() {
    Tariff plain = Tariff.of(all("1"));

    assertThat(Plausibility.doubt(plain, with(new RateTier("", 200_000, all("2"))))).isEmpty();
    assertThat(Plausibility.doubt(plain, with(new RateTier("", 200_000, all("10")))))
        .hasValue(">200000.input: 1 to 10");
    assertThat(Plausibility.doubt(with(new RateTier("fast", 0, all("20"))), plain))
        .hasValue("fast>0.input: 20 to 1");
    assertThat(Plausibility.doubt(plain, TARIFF)).isPresent();
    assertThat(
            Plausibility.doubt(
                plain, new Tariff(all("1"), List.of(), new TreeMap<>(Map.of("s", BigDecimal.ONE)))))
        .hasValue("tools.s: 0 to 1");
  }

  @Test
  void soundAndPicturesCostTheirOwnRatesOrWhatTextDoesInTheirPlace() {
    // Given
    TokenCounts tokens =
        new TokenCounts(
            10,
            15,
            30,
            0,
            0,
            Map.of(
                MediaKind.INPUT_AUDIO,
                60L,
                MediaKind.INPUT_IMAGE,
                30L,
                MediaKind.OUTPUT_AUDIO,
                25L));
    Rates text = all("1");

    // When // Then: 10 + 15 + 30 and 60x40 + 30x1 + 25x80
    assertThat(charged(tokens, text.with(SOUND))).isEqualTo("0.004485");
    // And: all of them as text
    assertThat(charged(tokens, text)).isEqualTo("0.00017");
  }

  private static final Map<MediaKind, BigDecimal> SOUND =
      Map.of(
          MediaKind.INPUT_AUDIO,
          new BigDecimal("40"),
          MediaKind.OUTPUT_AUDIO,
          new BigDecimal("80"));

  private static String charged(TokenCounts tokens, Rates rates) {
    return Rating.charge(Consumption.of(tokens), Tariff.of(rates), BigDecimal.ONE).plain();
  }

  @Test
  void ratesOfSoundAreAsDoubtfulAndAsMuchInNeedOfASourceAsAnyOther() {
    // Given
    Tariff text = Tariff.of(all("5"));
    Tariff sound = Tariff.of(all("5").with(SOUND));
    Tariff louder = Tariff.of(all("5").with(Map.of(MediaKind.INPUT_AUDIO, new BigDecimal("400"))));
    Tariff free = Tariff.of(all("5").with(Map.of(MediaKind.OUTPUT_IMAGE, BigDecimal.ZERO)));
    BigDecimal five = new BigDecimal("1.05");

    // When // Then
    assertThat(Plausibility.doubt(text, sound)).hasValue("outputAudio: 5 to 80");
    assertThat(Plausibility.doubt(sound, louder)).hasValue("inputAudio: 40 to 400");
    assertThat(Plausibility.doubt(text, free)).hasValue("outputImage: 5 to 0");
    assertThat(sound.exceeds(text, five)).isTrue();
    assertThat(text.exceeds(sound, five)).isFalse();
    assertThat(sound.sameAs(text)).isFalse();
    assertThat(
            Tariff.of(all("5").with(Map.of(MediaKind.INPUT_IMAGE, new BigDecimal("5.0"))))
                .sameAs(text))
        .isTrue();
  }

  @Test
  void ratesOfSoundStandBesideTheTiersInATextOfTheirOwn() {
    // Given
    Tariff tariff =
        new Tariff(
            all("1").with(SOUND),
            List.of(
                new RateTier("", 200_000, all("2").with(SOUND)),
                new RateTier("flex", 0, all("0.5"))),
            new TreeMap<>());

    // When
    String text = MediaText.of(tariff);

    // Then
    assertThat(text)
        .isEqualTo(">0=inputAudio:40,outputAudio:80;>200000=inputAudio:40,outputAudio:80");
    assertThat(TariffText.tiers(tariff)).isEqualTo(">200000=2,2,2,2,2;flex>0=0.5,0.5,0.5,0.5,0.5");
    assertThat(Tariff.stored(all("1"), TariffText.tiers(tariff), "", text)).isEqualTo(tariff);
    assertThat(Tariff.stored(all("1"), "", "", "")).isEqualTo(Tariff.of(all("1")));
    for (String wrong : List.of("x", ">0=", ">0=smell:1", ">0=inputAudio:x", ">0=inputAudio")) {
      assertThatThrownBy(() -> Tariff.stored(all("1"), "", "", wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> new RateTier("", 0, all("1"))).hasMessageContaining("above: 0");
    assertThatThrownBy(() -> new RateTier("Fast!", 0, all("1")))
        .hasMessageContaining("serviceTier: malformed");
    assertThatThrownBy(() -> new RateTier("", -1, all("1"))).hasMessageContaining("above: -1");
    RateTier tier = new RateTier("flex", 0, all("1"));
    assertThatThrownBy(() -> new Tariff(all("1"), List.of(tier, tier), new TreeMap<>()))
        .hasMessageContaining("two for flex above 0");
    assertThatThrownBy(
            () ->
                new Tariff(all("1"), List.of(), new TreeMap<>(Map.of("a", new BigDecimal("-0.1")))))
        .hasMessageContaining("tools.a: out of range");
    assertThatThrownBy(
            () -> new Consumption(new TokenCounts(0, 0, 0, 0, 0), null, Map.of("a", -1L)))
        .hasMessageContaining("tools: -1 uses");
  }

  private static Tariff with(RateTier tier) {
    return new Tariff(all("1"), List.of(tier), new TreeMap<>());
  }

  private static Rates all(String rate) {
    BigDecimal each = new BigDecimal(rate);
    return new Rates(each, each, each, each, each);
  }
}
