package io.posthouse.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.gateway.TestKeys;
import org.junit.jupiter.api.Test;

class KeyFormatTest {

  @Test
  void acceptsAWellFormedKeyAndReadsItsPublicId() {
    String key = TestKeys.fresh();

    assertThat(key).hasSize(65);
    assertThat(KeyFormat.isValid(key)).isTrue();
    assertThat(KeyFormat.publicId(key)).isEqualTo(key.substring(8, 16));
  }

  @Test
  void refusesEveryKeyWithOneCharacterChanged() {
    String key = TestKeys.fresh();
    for (int i = 0; i < key.length(); i++) {
      char other = key.charAt(i) == 'q' ? 'r' : 'q';
      assertThat(KeyFormat.isValid(key.substring(0, i) + other + key.substring(i + 1)))
          .as("position %d", i)
          .isFalse();
    }
  }

  @Test
  void refusesOtherLengthsAndAlphabets() {
    String key = TestKeys.fresh();

    assertThat(KeyFormat.isValid("")).isFalse();
    assertThat(KeyFormat.isValid(key + "0")).isFalse();
    assertThat(KeyFormat.isValid(key.substring(1))).isFalse();
    assertThat(KeyFormat.isValid("x".repeat(1_000_000))).isFalse();
    assertThat(KeyFormat.isValid(key.substring(0, 20) + "\0" + key.substring(21))).isFalse();
    assertThat(KeyFormat.isValid(key.substring(0, 20) + "\u0661" + key.substring(21))).isFalse();
    assertThat(KeyFormat.isValid("' OR 1=1 --" + key.substring(11))).isFalse();
  }
}
