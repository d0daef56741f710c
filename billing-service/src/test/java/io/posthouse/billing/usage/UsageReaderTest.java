package io.posthouse.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.Contracts;
import io.posthouse.billing.pricing.MediaKind;
import io.posthouse.billing.pricing.TokenCounts;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract with relay-service's own sample, and what is not believed (I19). */
class UsageReaderTest {

  @Test
  void readsTheProducersSample() {
    // Given
    String sample = Contracts.sample("relay-service", "usage-recorded.v1");
    Contracts.check("relay-service", "usage-recorded.v1", sample);

    // When
    UsageReader.Reading reading = UsageReader.read(raw(sample));

    // Then
    assertThat(reading).isInstanceOf(UsageReader.Reading.Usable.class);
    UsageRecorded usage = ((UsageReader.Reading.Usable) reading).usage();
    assertThat(usage.tokens().cacheWrite1h()).isEqualTo(200);
    assertThat(usage.requestedModel()).isEqualTo("claude-sonnet-4-5");
  }

  @Test
  void readsACallWithSoundAndPicturesIntoKindsOfWhichNoTokenIsOfTwo() {
    // Given
    String sample = Contracts.sample("relay-service", MEDIA);
    Contracts.check("relay-service", "usage-recorded.v1", sample);

    // When
    UsageReader.Reading reading = UsageReader.read(raw(sample));

    // Then
    UsageRecorded usage = ((UsageReader.Reading.Usable) reading).usage();
    assertThat(usage.consumption().tokens())
        .isEqualTo(
            new TokenCounts(
                35,
                40,
                60,
                0,
                0,
                Map.of(
                    MediaKind.INPUT_AUDIO,
                    180L,
                    MediaKind.INPUT_IMAGE,
                    85L,
                    MediaKind.CACHE_READ_AUDIO,
                    40L,
                    MediaKind.OUTPUT_AUDIO,
                    200L)));
    assertThat(usage.consumption().tokens().allInput()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"inputAudio\": 180 | \"inputAudio\": 216",
        "\"inputAudio\": 180 | \"inputAudio\": -1",
        "\"inputAudio\": 180 | \"inputAudio\": \"180\"",
        "\"inputAudio\": 180 | \"inputAudio\": 9223372036854775807",
        "\"cacheReadAudio\": 40 | \"cacheReadAudio\": 101",
        "\"outputAudio\": 200 | \"outputAudio\": 241",
        "\"outputAudio\": 200, | ",
      })
  void setsAsideMoreSoundThanThereIsOfAnything(String find, String replace) {
    // Given
    String sample = Contracts.sample("relay-service", MEDIA);
    String broken = sample.replaceFirst(Pattern.quote(find), replace == null ? "" : replace);
    assertThat(broken).isNotEqualTo(sample);

    // When // Then
    assertThat(UsageReader.read(raw(broken))).isInstanceOf(UsageReader.Reading.Poison.class);
  }

  private static final String MEDIA = "usage-recorded-media.v1";

  @Test
  void acceptsFieldsItDoesNotKnow() {
    String sample = Contracts.sample("relay-service", "usage-recorded.v1");

    assertThat(UsageReader.read(raw(sample.replaceFirst("\\{", "{\"later\":{\"x\":1},"))))
        .isInstanceOf(UsageReader.Reading.Usable.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"input\": 10 | \"input\": -10",
        "\"input\": 10 | \"input\": \"10\"",
        "\"input\": 10 | \"input\": 10.5",
        "\"input\": 10 | \"input\": 1e308",
        "\"input\": 10 | \"input\": null",
        "\"input\": 10 | \"input\": 99999999999999999999",
        "\"input\": 10 | \"input\": 1000000000",
        "\"input\": 10 | \"input\": 11",
        "\"input\": 10 | \"input\": 10, \"input\": 10",
        "\"input\": 10, | \"x\": 1,",
        "\"status\": 200 | \"status\": 2000",
        "\"reserved\": \"0.4930000000\" | \"reserved\": \"-1\"",
        "\"digest\": \"sha256: | \"digest\": \"sha255:",
        "019ab1c2-7d3e-7a10 | 019ab1c2-7d3e-4a10",
        "019ab1c2-7d3e-7a10 | 019ab1c2-7d3e-7a11",
        "} | ",
        "{ | [",
      })
  void setsAsideWhatCannotBeBelieved(String find, String replace) {
    // Given
    String sample = Contracts.sample("relay-service", "usage-recorded.v1");
    String broken = sample.replace(find, replace == null ? "" : replace);
    assertThat(broken).isNotEqualTo(sample);

    // When // Then
    assertThat(UsageReader.read(raw(broken))).isInstanceOf(UsageReader.Reading.Poison.class);
  }

  private static RawUsage raw(String payload) {
    return new RawUsage(
        UsageSample.TOPIC,
        0,
        0,
        UUID.randomUUID().toString(),
        null,
        null,
        null,
        null,
        null,
        payload.getBytes(StandardCharsets.UTF_8));
  }
}
