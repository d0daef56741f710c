package io.posthouse.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.web.ProblemException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class KeyPatchTest {

  private static final JsonMapper json = JsonMapper.builder().build();

  private final KeyTerms terms =
      new KeyTerms(
          "laptop",
          List.of("demo"),
          List.of("gpt-5"),
          List.of("203.0.113.7"),
          SpendLimit.of(new BigDecimal("25.5000000000"), SpendLimit.Period.MONTH),
          Instant.parse("2027-01-01T00:00:00Z"));

  @Test
  void leavesWhatItDoesNotName() {
    // When
    KeyTerms patched = KeyPatch.of(json.readTree("{\"name\":\"desk\"}")).applyTo(terms);

    // Then
    assertThat(patched)
        .isEqualTo(
            new KeyTerms(
                "desk",
                terms.channels(),
                terms.models(),
                terms.allowedIps(),
                terms.spendLimit(),
                terms.expiresAt()));
  }

  @Test
  void takesALimitAwayWithNull() {
    // When
    KeyTerms patched =
        KeyPatch.of(json.readTree("{\"spendLimit\":null,\"expiresAt\":null,\"models\":[]}"))
            .applyTo(terms);

    // Then
    assertThat(patched.spendLimit()).isNull();
    assertThat(patched.expiresAt()).isNull();
    assertThat(patched.models()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'accountId':'x'} | accountId: unknown field",
        "{'name':null} | name: missing (expected: 1 to 100 characters)",
        "{'channels':['Demo']} | channels[0]: not a name",
        "{'expiresAt':'tomorrow'} | expiresAt: not of the expected type",
        "{'spendLimit':{'amount':{'amount':'1','currency':'USD'},'period':'year'}} | spendLimit: not of the expected type"
      })
  void saysWhichFieldIsWrong(String body, String message) {
    // Given
    KeyPatch patch = KeyPatch.of(json.readTree(body.replace('\'', '"')));

    // When // Then
    assertThatThrownBy(() -> patch.applyTo(terms))
        .isInstanceOf(ProblemException.class)
        .hasMessage(message);
  }

  @Test
  void writesAmountsWithoutTrailingZeros() {
    // When
    SpendLimit limit = terms.spendLimit();

    // Then
    assertThat(json.writeValueAsString(limit))
        .isEqualTo("{\"amount\":{\"amount\":\"25.5\",\"currency\":\"USD\"},\"period\":\"month\"}");
  }
}
