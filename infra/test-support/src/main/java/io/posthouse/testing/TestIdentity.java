package io.posthouse.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * A stand-in for the realm in tests that are not about identity: real RS256 tokens, whose keys a
 * real JWKS endpoint serves. What Keycloak itself does is tested in auth-service and in {@code
 * SuiteIT}.
 */
public final class TestIdentity {

  /** The {@code iss} of its tokens. */
  public static final String ISSUER = "http://identity.test/realms/posthouse";

  private static final class Holder {
    static final TestIdentity INSTANCE = new TestIdentity();
  }

  private final RSAKey key;
  private final HttpServer server;

  private TestIdentity() {
    try {
      key = new RSAKeyGenerator(2048).keyID("test").generate();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (JOSEException | IOException failed) {
      throw new IllegalStateException("no test identity", failed);
    }
    byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/jwks",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
          } catch (IOException gone) {
            throw new UncheckedIOException(gone);
          }
        });
    server.start();
  }

  /** Points {@code posthouse.identity.*} here. */
  public static void register(DynamicPropertyRegistry registry) {
    int port = Holder.INSTANCE.server.getAddress().getPort();
    registry.add("posthouse.identity.issuer", () -> ISSUER);
    registry.add("posthouse.identity.jwk-set-uri", () -> "http://127.0.0.1:" + port + "/jwks");
  }

  /** An access token of a customer with that account. */
  public static String customer(String accountId) {
    return token(Map.of("account_id", accountId), List.of("customer"));
  }

  /** An access token of a support agent. */
  public static String support() {
    return token(
        Map.of("account_id", UUID.randomUUID().toString()), List.of("customer", "support"));
  }

  /** An access token of an operator. */
  public static String operator() {
    return token(
        Map.of("account_id", UUID.randomUUID().toString()), List.of("customer", "operator"));
  }

  /** An access token with these claims and roles. */
  public static String token(Map<String, Object> claims, List<String> roles) {
    java.time.Instant now = InstantSource.system().instant();
    JWTClaimsSet.Builder set =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .subject(UUID.randomUUID().toString())
            .audience("posthouse-api")
            .claim("typ", "Bearer")
            .claim("realm_access", Map.of("roles", roles))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(Duration.ofMinutes(30))));
    claims.forEach(set::claim);
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("test").build(), set.build());
      token.sign(new RSASSASigner(Holder.INSTANCE.key));
      return token.serialize();
    } catch (JOSEException failed) {
      throw new IllegalStateException("could not sign a token", failed);
    }
  }
}
