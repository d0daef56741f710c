package io.posthouse.gateway.caller;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.testing.TestTrust;
import io.posthouse.trust.SignedHeader;
import io.posthouse.trust.SigningSecrets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignersTest {

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-22T12:00:00.999Z"));

  private final SignedHeader header =
      new SignedHeader(SigningSecrets.parse("test", List.of(TestTrust.SERVICE_SECRET)));

  private String payload(String value) {
    return new String(header.verify(value), StandardCharsets.UTF_8);
  }

  @Test
  void signsACallerForOneRequestAndThirtySeconds() {
    CallerSigner signer = new CallerSigner(header, NOON);

    assertThat(payload(signer.sign("r-1", "\"keyId\":\"k\"", "POST", "/v1/a\"\\é")))
        .isEqualTo(
            "{\"v\":1,\"requestId\":\"r-1\",\"keyId\":\"k\",\"method\":\"POST\","
                + "\"path\":\"/v1/a\\\"\\\\\\u00e9\",\"exp\":1795348830}");
  }

  @Test
  void signsAServiceForOneMethodAndPath() {
    ServiceSigner signer = new ServiceSigner(header, NOON, "gateway-service");

    assertThat(payload(signer.sign("POST", "/internal/keys/lookup")))
        .isEqualTo(
            "{\"v\":1,\"service\":\"gateway-service\",\"method\":\"POST\","
                + "\"path\":\"/internal/keys/lookup\",\"exp\":1795348830}");
  }
}
