package io.posthouse.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.gateway.protocol.HeaderView;
import io.posthouse.gateway.protocol.Protocol;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialsTest {

  private static HeaderView headers(Map<String, List<String>> values) {
    return name -> values.getOrDefault(name, List.of());
  }

  @Test
  void takesTheFirstInTheProtocolsOrderAndNeverTheSecond() {
    HeaderView both =
        headers(Map.of("x-api-key", List.of("one"), "authorization", List.of("Bearer two")));

    assertThat(Credentials.find(Protocol.ANTHROPIC, both, null)).isEqualTo("one");
    assertThat(Credentials.find(Protocol.OPENAI, both, null)).isEqualTo("two");
    assertThat(Credentials.find(Protocol.GEMINI, both, "key=three")).isEqualTo("three");
    assertThat(Credentials.find(Protocol.OPENAI, both, "key=three")).isEqualTo("two");
  }

  @Test
  void trimsAndIgnoresTheCaseOfTheScheme() {
    assertThat(
            Credentials.find(
                Protocol.OPENAI, headers(Map.of("authorization", List.of(" bEaReR   k "))), null))
        .isEqualTo("k");
  }

  @Test
  void takesNothingFromOtherSchemesAndDoubledHeaders() {
    assertThat(
            Credentials.find(
                Protocol.OPENAI, headers(Map.of("authorization", List.of("Basic abc"))), null))
        .isEmpty();
    assertThat(
            Credentials.find(
                Protocol.OPENAI,
                headers(Map.of("authorization", List.of("Bearer a", "Bearer b"))),
                null))
        .isEmpty();
    assertThat(
            Credentials.find(
                Protocol.ANTHROPIC, headers(Map.of("x-api-key", List.of("a", "a"))), null))
        .isEqualTo("a");
    assertThat(Credentials.find(Protocol.ANTHROPIC, headers(Map.of()), "key=a")).isNull();
  }

  @Test
  void scrubsTheKeyAndNothingElseFromAQuery() {
    assertThat(KeyQuery.scrub("key=a")).isNull();
    assertThat(KeyQuery.scrub("alt=sse&key=a&x=1")).isEqualTo("alt=sse&x=1");
    assertThat(KeyQuery.scrub("key=a&alt=sse&key=b")).isEqualTo("alt=sse");
    assertThat(KeyQuery.scrub("monkey=a")).isEqualTo("monkey=a");
    assertThat(KeyQuery.isIn("monkey=a")).isFalse();
  }
}
