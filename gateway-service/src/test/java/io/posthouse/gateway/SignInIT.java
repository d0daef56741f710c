package io.posthouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.testing.TestIdentity;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SignInIT extends GatewayIntegration {

  /** A browser after the redirect to the realm. */
  private record Begun(Map<String, String> question, String cookie) {}

  @Test
  void sendsTheBrowserToTheRealmWithAChallenge() {
    Begun begun = begin();

    assertThat(begun.question())
        .containsEntry("response_type", "code")
        .containsEntry("client_id", "gateway")
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("redirect_uri", "http://gateway.test/login/oauth2/code/posthouse")
        .containsKeys("state", "nonce", "code_challenge");
    assertThat(begun.question().get("scope")).contains("openid");
    assertThat(KEYCLOAK.count()).as("asked before it was needed").isZero();
  }

  @Test
  void signsABrowserInAndLetsItLiveOnItsSession() throws Exception {
    String session = signIn("a-77");

    HttpResponse<String> account = send(request("/api/account").header("cookie", session));

    assertThat(account.statusCode()).isEqualTo(200);
    assertThat(AUTH.last().header("authorization")).startsWith("Bearer ey");
    assertThat(AUTH.last().header("cookie")).isNull();
    assertThat(send(request("/console").header("cookie", session)).body())
        .contains("/assets/console.js");
    assertThat(send(request("/api/operator/accounts").header("cookie", session)).statusCode())
        .isEqualTo(403);
  }

  @Test
  void wantsTheCsrfHeaderFromASessionAndFromNobodyElse() throws Exception {
    String session = signIn("a-78");
    HttpResponse<String> account = send(request("/api/account").header("cookie", session));
    String csrf = cookie(account, "XSRF-TOKEN");

    HttpResponse<String> without = send(post("/api/keys", "{}").header("cookie", session));
    HttpResponse<String> with =
        send(
            post("/api/keys", "{}")
                .header("cookie", session + "; " + csrf)
                .header("X-XSRF-TOKEN", csrf.substring(csrf.indexOf('=') + 1)));
    HttpResponse<String> bearer =
        send(
            post("/api/keys", "{}")
                .header("authorization", "Bearer " + TestIdentity.customer("a-78")));

    assertThat(without.statusCode()).isEqualTo(403);
    assertThat(without.body()).contains("urn:posthouse:problem:csrf");
    assertThat(with.statusCode()).isEqualTo(200);
    assertThat(bearer.statusCode()).isEqualTo(200);
  }

  @Test
  void signsOutHereAndAtTheRealm() throws Exception {
    String session = signIn("a-79");
    String csrf = cookie(send(request("/api/account").header("cookie", session)), "XSRF-TOKEN");

    HttpResponse<String> out =
        send(
            request("/logout")
                .header("cookie", session + "; " + csrf)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "_csrf=" + csrf.substring(csrf.indexOf('=') + 1))));

    assertThat(out.statusCode()).isEqualTo(302);
    assertThat(out.headers().firstValue("location").orElse(""))
        .startsWith(TestIdentity.ISSUER + "/protocol/openid-connect/logout?id_token_hint=");
    assertThat(send(request("/api/account").header("cookie", session)).statusCode()).isEqualTo(401);
  }

  @Test
  void refusesACallbackThatNobodyBegan() {
    HttpResponse<String> response =
        send(request("/login/oauth2/code/posthouse?code=x&state=forged"));

    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(response.headers().firstValue("location")).hasValue("/?sign-in=failed");
  }

  private Begun begin() {
    HttpResponse<String> redirect = send(request("/oauth2/authorization/posthouse"));
    assertThat(redirect.statusCode()).isEqualTo(302);
    URI location = URI.create(redirect.headers().firstValue("location").orElseThrow());
    assertThat(location.toString())
        .startsWith(TestIdentity.ISSUER + "/protocol/openid-connect/auth?");
    return new Begun(parameters(location.getRawQuery()), sessionCookie(redirect));
  }

  String signIn(String account) throws Exception {
    Begun begun = begin();
    KEYCLOAK.answers(
        exchange -> {
          String body = new String(KEYCLOAK.read(exchange).body(), StandardCharsets.UTF_8);
          String expected = challenge(parameters(body).get("code_verifier"));
          String idToken =
              TestIdentity.token(
                  Map.of(
                      "typ", "ID",
                      "aud", "gateway",
                      "azp", "gateway",
                      "nonce", begun.question().get("nonce")),
                  List.of());
          boolean good = expected.equals(begun.question().get("code_challenge"));
          KEYCLOAK.json(
              exchange,
              good ? 200 : 400,
              JSON.writeValueAsString(
                  Map.of(
                      "access_token",
                      TestIdentity.customer(account),
                      "id_token",
                      idToken,
                      "refresh_token",
                      "refresh",
                      "token_type",
                      "Bearer",
                      "expires_in",
                      300)));
        });
    HttpResponse<String> back =
        send(
            request("/login/oauth2/code/posthouse?code=c-1&state=" + begun.question().get("state"))
                .header("cookie", begun.cookie()));
    assertThat(back.headers().firstValue("location")).hasValue("/console");
    assertThat(KEYCLOAK.last().uri()).isEqualTo("/realms/posthouse/protocol/openid-connect/token");
    String session = sessionCookie(back);
    assertThat(session).as("session fixation").isNotEqualTo(begun.cookie());
    return session;
  }

  private static String sessionCookie(HttpResponse<String> response) {
    String whole =
        response.headers().allValues("set-cookie").stream()
            .filter(cookie -> cookie.startsWith("posthouse_session="))
            .findFirst()
            .orElseThrow();
    assertThat(whole).containsIgnoringCase("httponly").contains("SameSite=Lax");
    return whole.substring(0, whole.indexOf(';'));
  }

  private static String cookie(HttpResponse<String> response, String name) {
    return response.headers().allValues("set-cookie").stream()
        .filter(cookie -> cookie.startsWith(name + "="))
        .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> parameters(String query) {
    return Arrays.stream(query.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (java.security.NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
