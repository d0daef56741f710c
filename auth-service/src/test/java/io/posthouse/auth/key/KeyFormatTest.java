package io.posthouse.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFormatTest {

  private static final int ROUNDS = 2_000;
  private final Random random = new Random(20261122);

  @Test
  void makesKeysOfOneFormThatAllDiffer() {
    // Given
    Set<String> keys = new HashSet<>();

    // When
    for (int i = 0; i < ROUNDS; i++) {
      keys.add(KeyFormat.generate(random));
    }

    // Then
    assertThat(keys)
        .hasSize(ROUNDS)
        .allMatch(key -> key.matches("ph_live_[0-9A-Za-z]{57}"))
        .allMatch(KeyFormat::isWellFormed)
        .allMatch(key -> key.length() == KeyFormat.LENGTH);
  }

  @Test
  void refusesEveryKeyWithOneCharacterChanged() {
    for (int i = 0; i < ROUNDS; i++) {
      // Given
      String key = KeyFormat.generate(random);
      int at = KeyFormat.PREFIX.length() + random.nextInt(57);
      char other = key.charAt(at) == 'x' ? 'y' : 'x';

      // When
      String changed = key.substring(0, at) + other + key.substring(at + 1);

      // Then
      assertThat(KeyFormat.isWellFormed(changed)).as(changed).isFalse();
    }
  }

  @Test
  void hasTheChecksumThatTheGatewayComputes() {
    // Given
    String body = "ph_live_" + "00000000" + "0".repeat(43);

    // When
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(body.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    StringBuilder checksum = new StringBuilder();
    for (long rest = crc.getValue(); rest > 0; rest /= 62) {
      checksum.insert(
          0,
          "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
              .charAt((int) (rest % 62)));
    }
    String key = body + "0".repeat(6 - checksum.length()) + checksum;

    // Then
    assertThat(KeyFormat.isWellFormed(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ph_live_", "sk-ant-api03-x", "ph_live_' or 1=1 --", "ph_live_\u0000"})
  void refusesWhatIsNoKey(String key) {
    // When // Then
    assertThat(KeyFormat.isWellFormed(key)).isFalse();
  }
}
