package io.posthouse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;

class HeaderRulesTest {

  private static HttpHeaders headers(String... namesAndValues) {
    HttpHeaders headers = new DefaultHttpHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }

  @Test
  void nothingOfTheClientsCredentialOrNetworkGoesUp() {
    // Given
    HttpHeaders client =
        headers(
            "Host",
            "relay",
            "Authorization",
            "Bearer k",
            "x-api-key",
            "k",
            "api-key",
            "k",
            "x-goog-api-key",
            "k",
            "Cookie",
            "c",
            "X-Forwarded-For",
            "1.2.3.4",
            "Forwarded",
            "for=1",
            "Via",
            "x",
            "X-Real-IP",
            "1",
            "CF-Ray",
            "1",
            "CDN-Loop",
            "1",
            "True-Client-IP",
            "1",
            "X-Posthouse-Caller",
            "x",
            "X-User-Id",
            "1",
            "TE",
            "trailers",
            "Upgrade",
            "h2c",
            "Transfer-Encoding",
            "chunked",
            "Expect",
            "100-continue",
            "Content-Length",
            "5",
            "Accept-Encoding",
            "zstd",
            "Proxy-Authorization",
            "x",
            "traceparent",
            "t");

    // When
    HttpHeaders up = HeaderRules.up(client, HeaderRules.Provider.OPENAI);

    // Then
    assertThat(up.names()).containsExactlyInAnyOrder("content-type", "accept-encoding");
    assertThat(up.get("content-type")).isEqualTo("application/json");
    assertThat(up.get("accept-encoding")).isEqualTo("identity");
  }

  @Test
  void anthropicsHeadersGoUpJoinedInOrder() {
    // Given
    HttpHeaders client =
        headers(
            "anthropic-beta",
            "a,b",
            "Anthropic-Beta",
            "c",
            "anthropic-new-thing",
            "x",
            "User-Agent",
            "ua",
            "x-stainless-lang",
            "java",
            "x-claude-code-session-id",
            "s",
            "x-codex-a",
            "no",
            "openai-beta",
            "no");

    // When
    HttpHeaders up = HeaderRules.up(client, HeaderRules.Provider.ANTHROPIC);

    // Then
    assertThat(up.getAll("anthropic-beta")).containsExactly("a,b,c");
    assertThat(up.get("anthropic-version")).isEqualTo("2023-06-01");
    assertThat(up.get("anthropic-new-thing")).isEqualTo("x");
    assertThat(up.get("user-agent")).isEqualTo("ua");
    assertThat(up.get("x-stainless-lang")).isEqualTo("java");
    assertThat(up.get("x-claude-code-session-id")).isEqualTo("s");
    assertThat(up.contains("x-codex-a")).isFalse();
    assertThat(up.contains("openai-beta")).isFalse();
    assertThat(HeaderRules.up(client, HeaderRules.Provider.OPENAI).contains("anthropic-beta"))
        .isFalse();
  }

  @Test
  void whatConnectionListsStaysBehind() {
    // When
    HttpHeaders up =
        HeaderRules.up(
            headers("Connection", "close, X-App", "x-app", "cli", "anthropic-version", "v"),
            HeaderRules.Provider.ANTHROPIC);

    // Then
    assertThat(up.contains("x-app")).isFalse();
    assertThat(up.get("anthropic-version")).isEqualTo("v");
  }

  @Test
  void nothingOfOurAccountsComesDown() {
    // Given
    HttpHeaders upstream =
        headers(
            "request-id",
            "r",
            "retry-after",
            "7",
            "x-should-retry",
            "true",
            "openai-processing-ms",
            "5",
            "Content-Type",
            "application/json",
            "Set-Cookie",
            "c",
            "anthropic-organization-id",
            "o",
            "openai-organization",
            "o",
            "openai-project",
            "p",
            "Server",
            "s",
            "Via",
            "v",
            "alt-svc",
            "a",
            "Strict-Transport-Security",
            "x",
            "cf-ray",
            "r",
            "x-codex-primary-used-percent",
            "5",
            "anthropic-ratelimit-unified-status",
            "x",
            "anthropic-ratelimit-requests-limit",
            "5",
            "x-ratelimit-remaining-requests",
            "5",
            "Transfer-Encoding",
            "chunked",
            "Connection",
            "close");

    // When
    HttpHeaders pooled = HeaderRules.down(upstream, false);
    HttpHeaders dedicated = HeaderRules.down(upstream, true);

    // Then
    assertThat(pooled.names())
        .containsExactlyInAnyOrder(
            "request-id", "retry-after", "x-should-retry", "openai-processing-ms", "Content-Type");
    assertThat(dedicated.names())
        .contains("anthropic-ratelimit-requests-limit", "x-ratelimit-remaining-requests")
        .doesNotContain("anthropic-ratelimit-unified-status", "anthropic-organization-id");
  }
}
