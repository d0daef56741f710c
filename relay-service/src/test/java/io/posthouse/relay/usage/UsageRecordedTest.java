package io.posthouse.relay.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.relay.metering.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class UsageRecordedTest {

  @ParameterizedTest
  @ValueSource(strings = {"usage-recorded.v1", "usage-recorded-media.v1"})
  void theChecksumIsTheSamples(String name) throws IOException {
    // Given
    JsonNode sample =
        JsonMapper.builder()
            .build()
            .readTree(Files.readAllBytes(Path.of("contracts/events/" + name + ".sample.json")));
    JsonNode tokens = sample.path("tokens");

    // When
    String checksum =
        UsageRecorded.checksum(
            sample.path("requestId").asString(),
            sample.path("digest").asString(),
            new Tokens(
                tokens.path("input").asLong(),
                tokens.path("cacheRead").asLong(),
                tokens.path("cacheWrite5m").asLong(),
                tokens.path("cacheWrite1h").asLong(),
                tokens.path("output").asLong(),
                tokens.path("reasoning").asLong()));

    // Then
    assertThat(checksum).isEqualTo(sample.path("crc32c").asString());
  }
}
