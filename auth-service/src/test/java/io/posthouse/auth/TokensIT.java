package io.posthouse.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.posthouse.testing.RealKeycloak;
import io.posthouse.testing.TestIdentity;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.JsonNode;

/** Which access tokens are believed (resilience.md A7, A9, A10), on the real realm's keys. */
class TokensIT extends AuthFixture {

  @Value("${posthouse.identity.jwk-set-uri}")
  String jwkSetUri;

  @Test
  void aTokenOfTheRealmIsForUsAndShortLived() throws ParseException {
    // When
    SignedJWT token = SignedJWT.parse(aCustomer().token());

    // Then
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(RealKeycloak.PUBLIC_URL + "/realms/posthouse");
    assertThat(claims.getAudience()).contains("posthouse-api");
    assertThat(claims.getStringClaim("account_id")).isNotEmpty();
    assertThat(
            Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()))
        .isLessThanOrEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void noClientOfTheShippedRealmTakesPasswords() {
    // When
    JsonNode clients = RealKeycloak.realm().get("/clients");

    // Then
    for (JsonNode client : clients) {
      String id = client.get("clientId").stringValue();
      if (!id.equals("test-direct-grants")) {
        assertThat(client.get("directAccessGrantsEnabled").booleanValue()).as(id).isFalse();
        assertThat(client.get("implicitFlowEnabled").booleanValue()).as(id).isFalse();
      }
    }
    JsonNode gateway = RealKeycloak.realm().get("/clients?clientId=gateway").get(0);
    assertThat(gateway.get("redirectUris").toString())
        .isEqualTo("[\"" + RealKeycloak.PUBLIC_URL + "/login/oauth2/code/posthouse\"]");
    assertThat(gateway.get("attributes").get("pkce.code.challenge.method").stringValue())
        .isEqualTo("S256");
    JsonNode realm = RealKeycloak.realm().get("");
    assertThat(realm.get("bruteForceProtected").booleanValue()).isTrue();
    assertThat(realm.get("revokeRefreshToken").booleanValue()).isTrue();
    assertThat(realm.get("passwordPolicy").stringValue()).contains("hashAlgorithm(bcrypt)");
  }

  @Test
  void everyForgedOrMisusedTokenIsRefused() throws Exception {
    // Given
    String good = aCustomer().token();
    SignedJWT parsed = SignedJWT.parse(good);
    JWTClaimsSet claims = parsed.getJWTClaimsSet();
    RSAKey own = new RSAKeyGenerator(2048).keyID(parsed.getHeader().getKeyID()).generate();
    RSAKey theirs =
        JWKSet.load(URI.create(jwkSetUri).toURL()).getKeys().stream()
            .filter(RSAKey.class::isInstance)
            .map(RSAKey.class::cast)
            .filter(key -> key.getKeyID().equals(parsed.getHeader().getKeyID()))
            .findFirst()
            .orElseThrow();
    List<String> parts = List.of(good.split("\\.", -1));
    Map<String, String> forged = new LinkedHashMap<>();
    forged.put("alg none", new PlainJWT(claims).serialize());
    forged.put("alg none, parts kept", b64("{\"alg\":\"none\"}") + "." + parts.get(1) + ".");
    forged.put("HS256 with the public key", hmac(claims, theirs.toRSAPublicKey().getEncoded()));
    forged.put("own key under their kid", signed(claims, own, own.getKeyID()));
    forged.put("kid is a path", signed(claims, own, "../../../../dev/null"));
    forged.put("kid is SQL", signed(claims, own, "x' union select 'a"));
    forged.put("jku", withHeader(claims, own, "jku", jwkSetUri));
    forged.put("embedded jwk", withJwk(claims, own));
    forged.put("changed claims", parts.get(0) + "." + b64(claims.toString()) + "." + parts.get(2));
    forged.put("no signature", parts.get(0) + "." + parts.get(1) + ".");
    forged.put("other issuer's token", TestIdentity.customer(claims.getStringClaim("account_id")));
    forged.put("an API key", "ph_live_" + "0".repeat(57));
    forged.put("garbage", "x.y.z");

    // When // Then
    as(good).get().uri("/api/account").exchange().expectStatus().isOk();
    forged.forEach(
        (what, token) ->
            assertThat(
                    as(token)
                        .get()
                        .uri("/api/account")
                        .exchange()
                        .expectBody()
                        .returnResult()
                        .getStatus()
                        .value())
                .as(what)
                .isEqualTo(401));
    anybody().get().uri("/api/account").exchange().expectStatus().isUnauthorized();
  }

  @Test
  void tokensOfAnotherRealmOrAudienceAreRefused() {
    // Given: a service account of the same realm, whose token is not for us
    String other =
        new org.springframework.web.client.RestTemplate()
            .postForObject(
                jwkSetUri.replace("/certs", "/token"), form("auth-service"), String.class);
    String token = json.readTree(other).get("access_token").stringValue();

    // When // Then
    as(token).get().uri("/api/account").exchange().expectStatus().isUnauthorized();
  }

  @Value("${posthouse.keycloak.client-secret}")
  String secret;

  private org.springframework.util.MultiValueMap<String, String> form(String client) {
    return org.springframework.util.MultiValueMap.fromSingleValue(
        Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", secret));
  }

  private static String b64(String text) {
    return java.util.Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String signed(JWTClaimsSet claims, RSAKey key, String kid) throws JOSEException {
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(kid).build(), claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private static String withHeader(JWTClaimsSet claims, RSAKey key, String name, String value)
      throws JOSEException {
    JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("own");
    SignedJWT token = new SignedJWT(header.jwkURL(URI.create(value)).build(), claims);
    assertThat(name).isEqualTo("jku");
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private static String withJwk(JWTClaimsSet claims, RSAKey key) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(key.toPublicJWK()).build(), claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private static String hmac(JWTClaimsSet claims, byte[] publicKey) throws JOSEException {
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    token.sign(new MACSigner(publicKey));
    return token.serialize();
  }
}
