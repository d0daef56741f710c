package io.posthouse.relay.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.relay.protocol.BadRequestException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEstimateTest {

  private static InputStream stream(byte[] body) {
    return new ByteArrayInputStream(body);
  }

  @ParameterizedTest
  @CsvSource({"hello world, 2", "'', 0", "a, 1", "你好世界, 2", "🤔🤔, 4", "{\"a\": 1.5}, 8"})
  void t20CountsWithARealTokenizer(String text, long tokens) {
    assertThat(TokenEstimate.of(text)).isEqualTo(tokens);
  }

  @Test
  void piecesCountLikeTheWhole() {
    // Given
    String text = "The quick brown fox jumps over the lazy dog. ".repeat(500);
    TokenEstimate pieces = new TokenEstimate();

    // When
    for (int i = 0; i < text.length(); i += 3) {
      pieces.add(text.substring(i, Math.min(text.length(), i + 3)));
    }

    // Then
    assertThat(pieces.tokens()).isEqualTo(TokenEstimate.of(text));
  }

  @Test
  void aHugeTextCostsLittleAndIsReckonedAtTheRateOfItsBeginning() {
    // Given
    String sentence = "The quick brown fox jumps over the lazy dog. ";
    long perSentence = TokenEstimate.of(sentence.repeat(100)) / 100;
    String huge = sentence.repeat(500_000);

    // When
    long begin = System.nanoTime();
    long tokens = TokenEstimate.of(huge);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    // Then
    assertThat((double) tokens / (perSentence * 500_000)).isBetween(0.95, 1.05);
    assertThat(took).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void textsWithoutASpaceDoNotHurt() {
    for (String text : List.of("a", "漢", "🤔", "\u0000", "\ud83e", "}{")) {
      assertThat(TokenEstimate.of(text.repeat(200_000))).isPositive();
    }
  }

  @Test
  void isTheSameFromManyThreads() {
    // Given
    Set<Long> counts = ConcurrentHashMap.newKeySet();

    // When
    IntStream.range(0, 64)
        .parallel()
        .forEach(i -> counts.add(TokenEstimate.of("one two three four five")));

    // Then
    assertThat(counts).hasSize(1);
  }

  @Test
  void t60CountsWhatAModelReadsOfARequest() {
    // Given
    String body =
        """
        {"model":"m","system":"Be brief","messages":[{"role":"user","content":[
         {"type":"text","text":"What is in this picture?"},
         {"type":"image","source":{"type":"base64","media_type":"image/png","data":"%s"}}]}],
         "tools":[{"name":"look","description":"Looks","input_schema":{"type":"object","properties":{"city":{"type":"string"}}}}]}\
        """
            .formatted("QUJD".repeat(100_000));

    // When
    long tokens = RequestEstimate.tokens(stream(body.getBytes(StandardCharsets.UTF_8)));

    // Then
    assertThat(tokens).isBetween(1_620L, 1_680L);
  }

  @Test
  void t60IsNeverZero() {
    assertThat(RequestEstimate.tokens(stream("{}".getBytes(StandardCharsets.UTF_8)))).isEqualTo(1);
  }

  @Test
  void t60RefusesWhatIsNotJson() {
    assertThatThrownBy(
            () -> RequestEstimate.tokens(stream("{\"a\":".getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(BadRequestException.class);
  }
}
