package io.posthouse.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedHeaderTest {

  private static final byte[] PAYLOAD = "{\"v\":1}".getBytes(StandardCharsets.UTF_8);

  private final SignedHeader header = new SignedHeader(secrets("new", "old"));

  @Test
  void givesBackThePayloadThatWasSigned() {
    assertThat(header.verify(header.sign(PAYLOAD))).isEqualTo(PAYLOAD);
  }

  @Test
  void acceptsWhatAnOlderSecretSigned() {
    String before = new SignedHeader(secrets("old")).sign(PAYLOAD);

    assertThat(header.verify(before)).isEqualTo(PAYLOAD);
  }

  @Test
  void refusesEveryValueWithOneCharacterChanged() {
    String value = header.sign(PAYLOAD);
    for (int i = 0; i < value.length() - 1; i++) {
      char other = value.charAt(i) == 'A' ? 'B' : 'A';
      String changed = value.substring(0, i) + other + value.substring(i + 1);

      assertThatThrownBy(() -> header.verify(changed)).isInstanceOf(SignatureException.class);
    }
  }

  @Test
  void refusesMissingMalformedAndForeignValues() {
    assertThatThrownBy(() -> header.verify(null)).isSameAs(SignatureException.MISSING);
    for (String bad : List.of("", ".", "a.b", "new..x", "new.e30", "x".repeat(20_000))) {
      assertThatThrownBy(() -> header.verify(bad)).isSameAs(SignatureException.MALFORMED);
    }
    assertThatThrownBy(() -> header.verify(new SignedHeader(secrets("other")).sign(PAYLOAD)))
        .isSameAs(SignatureException.UNKNOWN_SECRET);
  }

  @Test
  void refusesSecretsThatAreShortDoubledOrMalformedWithoutShowingThem() {
    String shortOne = Base64.getEncoder().encodeToString(new byte[31]);
    assertThatThrownBy(() -> SigningSecrets.parse("p", List.of("a:" + shortOne)))
        .hasMessage("p[0]: 31 bytes (expected: >= 32)");
    assertThatThrownBy(() -> SigningSecrets.parse("p", List.of()))
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> SigningSecrets.parse("p", List.of("nocolon")))
        .hasMessageNotContaining("nocolon");
    assertThat(secrets("a", "b").toString()).doesNotContain("=");
  }

  private static SigningSecrets secrets(String... kids) {
    return SigningSecrets.parse(
        "test",
        List.of(kids).stream()
            .map(
                kid ->
                    kid
                        + ":"
                        + Base64.getEncoder()
                            .encodeToString(
                                (kid + "-".repeat(40)).getBytes(StandardCharsets.UTF_8)))
            .toList());
  }
}
