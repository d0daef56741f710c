package io.posthouse.relay.caller;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.trust.SignatureException;
import io.posthouse.trust.SignedHeader;
import io.posthouse.trust.SigningSecrets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerCheckTest {

  private static final String WHOLE =
      """
      {"v":1,"requestId":"r","keyId":"k","accountId":"a","channels":["one","two"],"models":["m"],
       "spendLimit":{"amount":{"amount":"12.5","currency":"USD"},"period":"day","new":[1]},
       "later":{"deep":[{"x":1}]},"method":"POST","path":"/v1/messages","exp":2000000000}""";

  private final SignedHeader header =
      new SignedHeader(
          SigningSecrets.parse(
              "test", List.of("k1:" + Base64.getEncoder().encodeToString(new byte[32]))));
  private final CallerCheck check =
      new CallerCheck(header, () -> Instant.ofEpochSecond(1_999_999_999));

  private Caller verified(String claims) {
    return check.verify(header.sign(claims.getBytes(UTF_8)), "POST", "/v1/messages");
  }

  @Test
  void readsAllThatTheGatewaySaysAndPassesOverWhatItMayAdd() {
    assertThat(verified(WHOLE))
        .isEqualTo(
            new Caller(
                1,
                "r",
                "k",
                "a",
                List.of("one", "two"),
                List.of("m"),
                new Caller.SpendLimit(new Caller.Amount("12.5", "USD"), "day"),
                "POST",
                "/v1/messages",
                2_000_000_000));
  }

  @Test
  void aKeyWithoutListsAndLimitHasNone() {
    // When
    Caller caller =
        verified(
            WHOLE
                .replace("[\"one\",\"two\"]", "[]")
                .replace("\"models\":[\"m\"],", "")
                .replaceFirst("\"spendLimit\":.*\\[1]}", "\"spendLimit\":null"));

    // Then
    assertThat(caller.channels()).isEmpty();
    assertThat(caller.models()).isEmpty();
    assertThat(caller.spendLimit()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"requestId", "keyId", "accountId", "method", "path", "period", "currency"})
  void whatEveryCallHasMustBeThere(String name) {
    assertThatThrownBy(() -> verified(WHOLE.replace("\"" + name + "\"", "\"else\"")))
        .isSameAs(SignatureException.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "7", "{\"v\":1,\"requestId\":", "{\"channels\":[1,"})
  void whatIsNoObjectOrCutOffIsRefused(String claims) {
    assertThatThrownBy(() -> verified(claims)).isSameAs(SignatureException.MALFORMED);
  }

  @Test
  void anExpiredOneIsRefused() {
    assertThatThrownBy(() -> verified(WHOLE.replace("2000000000", "1999999998")))
        .isSameAs(SignatureException.EXPIRED);
  }
}
