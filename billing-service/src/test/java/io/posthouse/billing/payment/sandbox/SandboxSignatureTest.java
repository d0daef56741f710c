package io.posthouse.billing.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxSignatureTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final byte[] BODY = "{\"status\":\"paid\"}".getBytes(StandardCharsets.UTF_8);

  private final SandboxSignature signature = new SandboxSignature(new byte[32], () -> NOW);

  @Test
  void believesItsOwn() {
    String at = signature.timestamp();
    assertThat(signature.matches(at, signature.sign(at, BODY), BODY)).isTrue();
  }

  @Test
  void doesNotBelieveAnotherBody() {
    String at = signature.timestamp();
    assertThat(
            signature.matches(at, signature.sign(at, BODY), "{}".getBytes(StandardCharsets.UTF_8)))
        .isFalse();
  }

  @Test
  void doesNotBelieveAnotherTimestamp() {
    String at = signature.timestamp();
    assertThat(signature.matches("1", signature.sign(at, BODY), BODY)).isFalse();
  }

  @Test
  void doesNotBelieveAnotherKey() {
    byte[] other = new byte[32];
    other[0] = 1;
    String at = signature.timestamp();
    String forged = new SandboxSignature(other, () -> NOW).sign(at, BODY);
    assertThat(signature.matches(at, forged, BODY)).isFalse();
  }

  @Test
  void isFreshForFiveMinutesEitherWay() {
    long now = NOW.getEpochSecond();
    assertThat(signature.isFresh(Long.toString(now - 300))).isTrue();
    assertThat(signature.isFresh(Long.toString(now - 301))).isFalse();
    assertThat(signature.isFresh(Long.toString(now + 301))).isFalse();
    assertThat(signature.isFresh("soon")).isFalse();
    assertThat(signature.isFresh(Long.toString(Long.MAX_VALUE))).isFalse();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"not base64!", "c2hvcnQ="})
  void aSecretThatIsNoneStopsTheStart(@Nullable String secret) {
    assertThatThrownBy(() -> new SandboxProperties(secret, "posthouse").secretBytes())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("posthouse.payment.sandbox.secret: ");
  }

  @Test
  void aSecretIsNeverPrinted() {
    String secret = Base64.getEncoder().encodeToString(new byte[32]);
    assertThat(new SandboxProperties(secret, "posthouse").toString()).doesNotContain(secret);
  }
}
