package io.posthouse.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DatabindException;
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

  @Test
  void refusesFieldsThatAreNotTheOwners() {
    // When // Then
    assertThatThrownBy(() -> KeyPatch.of(json.readTree("{\"accountId\":\"x\"}")).applyTo(terms))
        .isInstanceOf(DatabindException.class);
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
