package io.posthouse.auth;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.posthouse.testing.RealKeycloak;
import io.posthouse.testing.RealServers;
import io.posthouse.testing.TestTrust;
import io.posthouse.trust.SignedHeader;
import io.posthouse.trust.SigningSecrets;
import io.posthouse.trust.TrustHeaders;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole service on real PostgreSQL, Kafka, Keycloak and SMTP: one for all tests of the JVM.
 * Each test uses people and network addresses of its own.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class AuthFixture {

  static final JsonMapper json = JsonMapper.builder().build();
  static final Mailbox mails = Mailbox.get();
  static final String PASSWORD = "correct horse 1";

  private static final String PEPPER =
      "p1:" + Base64.getEncoder().encodeToString(new byte[32]).replace('A', 'B');
  private static final AtomicInteger network = new AtomicInteger();

  @Autowired JdbcClient jdbc;
  @LocalServerPort int port;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    RealServers.database(registry, "auth");
    RealServers.kafka(registry);
    RealKeycloak.register(registry);
    TestTrust.register(registry);
    registry.add("posthouse.keys.peppers", () -> PEPPER);
    registry.add("posthouse.keys.most-per-account", () -> "5");
    registry.add("posthouse.encryption.keyset", AuthFixture::keyset);
    registry.add("posthouse.mail.from", () -> "no-reply@posthouse.test");
    registry.add("spring.mail.host", () -> "127.0.0.1");
    registry.add("spring.mail.port", mails::port);
    registry.add("management.server.port", () -> "0");
    registry.add(
        "spring.cloud.discovery.client.simple.instances.billing-service[0].uri",
        FakeBilling.get()::uri);
  }

  private static String keyset() {
    try {
      AeadConfig.register();
      KeysetHandle handle =
          KeysetHandle.generateNew(
              PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
      String text =
          TinkJsonProtoKeysetFormat.serializeKeyset(
              handle, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
      return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** A person who registered, verified and signed in. */
  record Customer(UUID accountId, String email, String token) {}

  static String anAddress() {
    return "p" + UUID.randomUUID().toString().substring(0, 13) + "@example.com";
  }

  /** A network address that nobody used yet. */
  static String aNetwork() {
    int n = network.incrementAndGet();
    return "198.51." + n / 250 + "." + (1 + n % 250);
  }

  RestTestClient anybody() {
    return RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
        .baseUrl("http://localhost:" + port)
        .build();
  }

  RestTestClient as(String token) {
    return RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
        .baseUrl("http://localhost:" + port)
        .defaultHeader("Authorization", "Bearer " + token)
        .build();
  }

  /** Another service, calling an internal path. */
  RestTestClient service(String method, String path) {
    SignedHeader header =
        new SignedHeader(SigningSecrets.parse("test", List.of(TestTrust.SERVICE_SECRET)));
    long expires = InstantSource.system().instant().getEpochSecond() + 30;
    String claims =
        json.writeValueAsString(
            Map.of("v", 1, "service", "test", "method", method, "path", path, "exp", expires));
    return RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
        .baseUrl("http://localhost:" + port)
        .defaultHeader(TrustHeaders.SERVICE, header.sign(claims.getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  RestTestClient.ResponseSpec register(String email, String password, String network) {
    return anybody()
        .post()
        .uri("/api/registrations")
        .header("X-Forwarded-For", network)
        .body(Map.of("email", email, "password", password))
        .exchange();
  }

  RestTestClient.ResponseSpec verify(String token) {
    return anybody()
        .post()
        .uri("/api/registrations/verify")
        .body(Map.of("token", token))
        .exchange();
  }

  Customer aCustomer() {
    String email = anAddress();
    register(email, PASSWORD, aNetwork()).expectStatus().isAccepted();
    JsonNode verified = body(verify(mails.of(email, 1).getLast().token()));
    return new Customer(
        UUID.fromString(verified.get("accountId").stringValue()),
        email,
        RealKeycloak.signIn(email, PASSWORD));
  }

  /** Somebody with a staff role, and a token that says so. */
  Customer staff(String role) {
    Customer customer = aCustomer();
    RealKeycloak.realm().grantRoles(customer.email(), List.of(role));
    return new Customer(
        customer.accountId(), customer.email(), RealKeycloak.signIn(customer.email(), PASSWORD));
  }

  static JsonNode body(RestTestClient.ResponseSpec response) {
    byte[] bytes = response.expectBody().returnResult().getResponseBodyContent();
    return bytes == null || bytes.length == 0 ? json.nullNode() : json.readTree(bytes);
  }

  static void expectProblem(RestTestClient.ResponseSpec response, int status, String slug) {
    response.expectStatus().isEqualTo(status);
    org.assertj.core.api.Assertions.assertThat(body(response).get("type").stringValue())
        .isEqualTo("urn:posthouse:problem:" + slug);
  }
}
