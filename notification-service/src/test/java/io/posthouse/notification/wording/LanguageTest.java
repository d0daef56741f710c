package io.posthouse.notification.wording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zh-CN,zh;q=0.9,en;q=0.8|ZH",
        "en-GB|EN",
        "fr, zh;q=0.5, en;q=0.4|ZH",
        "fr, en;q=0.5, zh;q=0.4|EN",
        "zh;q=0, en|EN",
        "de|EN",
        "*|EN",
        "not a header!;;|EN"
      })
  void takesTheFirstOfOursThatIsAskedFor(String header, Language expected) {
    assertThat(Language.accepted(header)).isEqualTo(expected);
  }

  @Test
  void isEnglishWhenNothingIsAskedFor() {
    assertThat(Language.accepted(null)).isEqualTo(Language.EN);
    assertThat(Language.of(null)).isEqualTo(Language.EN);
    assertThat(Language.of("zh-Hans")).isEqualTo(Language.ZH);
  }
}
