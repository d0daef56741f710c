package io.posthouse.notification.wording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LayoutTest {

  private final Phrases phrases = new Phrases();
  private final Layout layout =
      new Layout(
          phrases,
          new SiteProperties("https://relay.example", new SiteProperties.Brand("Relay & Sons")));

  @Test
  void escapesEveryValueInHtmlAndNoneInText() {
    // Given
    Draft draft =
        new Draft(
            "<b>Title</b>",
            List.of("First & <script>alert(1)</script>", "Second"),
            List.of(new Draft.Fact("La<bel", "Val>ue")));

    // When
    Wording wording = layout.lay(language -> draft).en();

    // Then
    assertThat(wording.html())
        .contains(
            "&lt;b&gt;Title&lt;/b&gt;", "First &amp; &lt;script&gt;", "La&lt;bel", "Val&gt;ue")
        .contains("Relay &amp; Sons", "href=\"https://relay.example\"", "lang=\"en\"")
        .doesNotContain("<script>", "<b>");
    assertThat(wording.text())
        .contains("First & <script>alert(1)</script>", "La<bel: Val>ue", "Second", "Relay & Sons")
        .contains("https://relay.example");
  }

  @Test
  void leavesNoTemplateMarkInAnEmptyNotice() {
    Wording wording = layout.lay(language -> new Draft("T", List.of("Only"), List.of())).zh();

    assertThat(wording.text()).startsWith("Only").doesNotContain("[", "${");
    assertThat(wording.html()).doesNotContain("<table", " th:", "xmlns");
  }

  @Test
  void namesTheTimeZoneOfEveryInstant() {
    Instant at = Instant.parse("2026-11-30T20:00:00Z");

    assertThat(phrases.instant(Language.EN, at))
        .isEqualTo("30 November 2026, 20:00:00 UTC (2026-11-30T20:00:00Z)");
    assertThat(phrases.instant(Language.ZH, at))
        .contains("2026年12月1日 04:00:00 北京时间", "2026年11月30日 20:00:00 UTC", "2026-11-30T20:00:00Z");
  }

  @Test
  void hasTheSamePhrasesInBothLanguages() throws Exception {
    assertThat(keys("zh")).isEqualTo(keys("en"));
  }

  @Test
  void saysWhichSettingIsMissing() {
    assertThatThrownBy(() -> new SiteProperties(null, new SiteProperties.Brand("B")))
        .hasMessageContaining("posthouse.public-url: not set");
  }

  private static Set<Object> keys(String language) throws Exception {
    Properties properties = new Properties();
    try (var in =
        LayoutTest.class.getResourceAsStream("/wording/phrases_" + language + ".properties")) {
      properties.load(in);
    }
    return new TreeSet<>(properties.keySet());
  }
}
