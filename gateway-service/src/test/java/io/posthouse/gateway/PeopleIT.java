package io.posthouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.posthouse.testing.TestIdentity;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeopleIT extends GatewayIntegration {

  private static final String CUSTOMER = TestIdentity.customer("a-1");
  private static final String SUPPORT = TestIdentity.support();
  private static final String OPERATOR_TOKEN = TestIdentity.operator();

  @ParameterizedTest
  @CsvSource({
    "/api/account, 401, 200, 200, 200",
    "/api/keys, 401, 200, 200, 200",
    "/api/wallet/transactions, 401, 200, 200, 200",
    "/api/tickets, 401, 200, 200, 200",
    "/api/support/tickets, 401, 403, 200, 403",
    "/api/support/price-changes, 401, 403, 200, 403",
    "/api/operator/accounts, 401, 403, 403, 200",
    "/api/operator/channels, 401, 403, 403, 200",
    "/api/operator/official-prices/m, 401, 403, 403, 200",
    "/api/prices, 200, 200, 200, 200",
    "/api/plans, 200, 200, 200, 200",
    "/api/prices/m/versions, 200, 200, 200, 200",
    "/api/announcements, 200, 200, 200, 200",
    "/api/legal/terms, 200, 200, 200, 200",
    "/api/site, 200, 200, 200, 200",
    "/api/status, 200, 200, 200, 200",
    "/api/docs, 200, 200, 200, 200",
    "/.well-known/posthouse-receipts.json, 200, 200, 200, 200",
    "/.well-known/other, 401, 403, 403, 403",
    "/internal/prices, 404, 404, 404, 404",
    "/api/internal/prices, 401, 404, 404, 404",
  })
  void letsEachRoleInWhereItBelongsAndNowhereElse(
      String path, int nobody, int customer, int support, int operator) {
    assertThat(send(request(path)).statusCode()).as("nobody").isEqualTo(nobody);
    assertThat(as(CUSTOMER, path)).as("customer").isEqualTo(customer);
    assertThat(as(SUPPORT, path)).as("support").isEqualTo(support);
    assertThat(as(OPERATOR_TOKEN, path)).as("operator").isEqualTo(operator);
  }

  private int as(String token, String path) {
    return send(request(path).header("authorization", "Bearer " + token)).statusCode();
  }

  @Test
  void sendsEachPathToItsService() {
    as(OPERATOR_TOKEN, "/api/operator/channels?limit=1");
    assertThat(OPERATOR.last().uri()).isEqualTo("/api/operator/channels?limit=1");
    as(OPERATOR_TOKEN, "/api/operator/plans");
    assertThat(BILLING.last().uri()).isEqualTo("/api/operator/plans");
    as(CUSTOMER, "/api/keys/k-1");
    assertThat(AUTH.last().uri()).isEqualTo("/api/keys/k-1");
    as(SUPPORT, "/api/support/legal");
    assertThat(NOTIFICATION.last().uri()).isEqualTo("/api/support/legal");
    as(OPERATOR_TOKEN, "/api/operator/audit?service=auth");
    assertThat(AUTH.last().uri()).isEqualTo("/api/operator/audit?service=auth");
    assertThat(RELAY.count()).isZero();
  }

  @Test
  void handsThePersonsTokenOnAndTellsWhereTheyComeFrom() {
    send(
        request("/api/account")
            .header("authorization", "Bearer " + CUSTOMER)
            .header("x-forwarded-for", "10.9.9.9")
            .header("x-posthouse-caller", "forged")
            .header("x-posthouse-service", "forged")
            .header("cookie", "a=b"));

    FakeService.Seen seen = AUTH.last();
    assertThat(seen.header("authorization")).isEqualTo("Bearer " + CUSTOMER);
    assertThat(seen.headers().get("X-forwarded-for")).containsExactly("127.0.0.1");
    assertThat(seen.header("x-posthouse-caller")).isNull();
    assertThat(seen.header("x-posthouse-service")).isNull();
    assertThat(seen.header("cookie")).isNull();
    assertThat(seen.header("traceparent")).isNotNull();
  }

  @Test
  void tellsRegistrationsApartByTheSocketsAddress() {
    HttpResponse<String> response =
        send(post("/api/registrations", "{}").header("x-forwarded-for", "1.2.3.4"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(AUTH.last().header("x-forwarded-for")).isEqualTo("127.0.0.1");
  }

  @Test
  void keepsKeysAndTokensApart() {
    TestKey key = aKey();

    assertThat(as(key.secret(), "/api/account")).isEqualTo(401);
    assertThat(send(request("/api/account").header("x-api-key", key.secret())).statusCode())
        .isEqualTo(401);
    assertThat(
            send(post("/v1/messages", "{}").header("authorization", "Bearer " + CUSTOMER))
                .statusCode())
        .isEqualTo(401);
    assertThat(RELAY.count()).isZero();
  }

  @Test
  void refusesTokensThatAreNotOurs() throws Exception {
    JWTClaimsSet claims = SignedJWT.parse(OPERATOR_TOKEN).getJWTClaimsSet();
    SignedJWT hmac = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    hmac.sign(new MACSigner(new byte[32]));
    String otherKid = OPERATOR_TOKEN.substring(OPERATOR_TOKEN.indexOf('.'));

    for (String token :
        List.of(
            new PlainJWT(claims).serialize(),
            hmac.serialize(),
            "eyJhbGciOiJSUzI1NiIsImtpZCI6Ii4uLy4uL3gifQ" + otherKid,
            TestIdentity.token(Map.of("typ", "ID"), List.of("operator")),
            TestIdentity.token(Map.of("typ", "Refresh"), List.of("operator")),
            TestIdentity.token(Map.of("aud", "account"), List.of("operator")),
            TestIdentity.token(Map.of("iss", "http://elsewhere"), List.of("operator")),
            TestIdentity.token(Map.of("exp", 1_000L), List.of("operator")),
            "not.a.token")) {
      assertThat(as(token, "/api/operator/accounts")).as(token).isEqualTo(401);
    }
    assertThat(AUTH.count()).isZero();
  }

  @Test
  void opensThePaymentPagesWithoutASignIn() {
    HttpResponse<String> response =
        send(
            request("/api/payments/sandbox/pay/1")
                .header("content-type", "application/x-www-form-urlencoded")
                .header("cookie", "posthouse_session=whatever")
                .POST(HttpRequest.BodyPublishers.ofString("outcome=paid")));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(new String(BILLING.last().body(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("outcome=paid");
  }

  @Test
  void showsTheWaysToPayWithoutASignIn() {
    HttpResponse<String> response = send(request("/api/payments/providers").GET());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(BILLING.last().uri()).isEqualTo("/api/payments/providers");
  }

  /** A provider's signature is over the exact bytes, and in headers of its own. */
  @ParameterizedTest
  @CsvSource({
    "stripe, Stripe-Signature, application/json; charset=utf-8",
    "alipay, X-Anything, application/x-www-form-urlencoded; charset=utf-8",
    "wechatpay, Wechatpay-Signature, application/json"
  })
  void handsAPaymentCallbackOnUntouched(String provider, String header, String type) {
    String body = "a=%E5%85%85 b&c=1+2&a=3\n {\"amount\" : 1.00}";

    HttpResponse<String> response =
        send(
            request("/api/payments/" + provider + "/callbacks")
                .header("content-type", type)
                .header(header, "t=1,v1=aB+/=")
                .POST(HttpRequest.BodyPublishers.ofString(body)));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(BILLING.last().uri()).isEqualTo("/api/payments/" + provider + "/callbacks");
    assertThat(BILLING.last().header(header)).isEqualTo("t=1,v1=aB+/=");
    assertThat(BILLING.last().header("content-type")).isEqualTo(type);
    assertThat(new String(BILLING.last().body(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(body);
  }

  @Test
  void passesTheRealmOnWithItsHostAndCookies() {
    send(
        request("/realms/posthouse/protocol/openid-connect/auth?x=1")
            .header("cookie", "KC_RESTART=1")
            .header("x-forwarded-host", "evil.example"));

    FakeService.Seen seen = KEYCLOAK.last();
    assertThat(seen.uri()).isEqualTo("/realms/posthouse/protocol/openid-connect/auth?x=1");
    assertThat(seen.header("cookie")).isEqualTo("KC_RESTART=1");
    assertThat(seen.header("host")).isEqualTo("127.0.0.1:" + port);
    assertThat(seen.headers().get("X-forwarded-host")).containsExactly("127.0.0.1:" + port);
    assertThat(seen.header("x-forwarded-proto")).isEqualTo("http");
    assertThat(seen.header("x-posthouse-caller")).isNull();
  }

  @Test
  void saysWhichServiceIsDown() {
    HttpResponse<String> response =
        send(request("/api/referral").header("authorization", "Bearer " + CUSTOMER));

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(response.headers().firstValue("retry-after")).isPresent();
    assertThat(send(request("/api/status")).body())
        .contains(
            "\"status\":\"degraded\"",
            "{\"name\":\"referral-service\",\"status\":\"outage\"}",
            "{\"name\":\"relay-service\",\"status\":\"operational\"}");
  }

  @Test
  void tellsTheFactsOfTheSite() {
    assertThat(send(request("/api/site")).body())
        .contains(
            "\"brand\":\"Posthouse\"",
            "\"domain\":\"gateway.test\"",
            "\"refundPolicy\":\"non-refundable\"",
            "\"minimum\":{\"amount\":\"1\",\"currency\":\"CNY\"}",
            "\"requestsPerMinute\":30");
  }

  @Test
  void servesEachServicesContract() {
    assertThat(send(request("/api/docs")).body()).contains("\"/api/docs/gateway-service\"");
    assertThat(send(request("/api/docs/gateway-service")).body()).startsWith("openapi: 3.1");
    HttpResponse<String> rules = send(request("/api/docs/charging-rules"));
    assertThat(rules.headers().firstValue("content-type")).hasValue("text/markdown;charset=UTF-8");
    assertThat(rules.body()).contains("## no-output");
    assertThat(send(request("/api/docs/checking-receipts.md")).statusCode()).isEqualTo(200);
    assertThat(send(request("/api/docs/application.yaml")).statusCode()).isEqualTo(404);
  }

  @Test
  void showsItsPagesInTwoLanguages() {
    HttpResponse<String> english = send(request("/").header("accept", "text/html,*/*"));
    HttpResponse<String> chinese =
        send(
            request("/").header("accept", "text/html").header("accept-language", "zh-CN,en;q=0.5"));

    assertThat(english.body()).contains("<html lang=\"en\">", "<strong>Posthouse</strong>");
    assertThat(english.headers().firstValue("content-security-policy").orElse(""))
        .contains("script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(chinese.body()).contains("<html lang=\"zh\">");
    assertThat(send(request("/verify?token=abc")).body())
        .contains("/assets/verify.js")
        .doesNotContain("abc");
    assertThat(send(request("/assets/verify.js")).body()).contains("/api/registrations/verify");
  }
}
