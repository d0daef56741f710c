package io.posthouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.testing.TestIdentity;
import io.posthouse.testing.TestTrust;
import io.posthouse.trust.SignedHeader;
import io.posthouse.trust.SigningSecrets;
import io.posthouse.trust.TrustHeaders;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.application.name=web-test",
      "spring.config.import=classpath:posthouse-defaults.yaml",
      "posthouse.web.public-paths=POST /api/open"
    })
class WebSurfaceIT {

  @DynamicPropertySource
  static void setUp(DynamicPropertyRegistry registry) {
    TestIdentity.register(registry);
    TestTrust.register(registry);
  }

  record Body(String name, int number) {}

  @SpringBootApplication
  @RestController
  static class Application {

    @PostMapping("/api/open")
    Body open(@RequestBody Body body) {
      if (body.number() < 0) {
        throw ProblemException.unprocessable(
            "too-small", "number: " + body.number() + " (expected: >= 0)");
      }
      if (body.number() == 666) {
        throw new IllegalStateException("the secret of the house");
      }
      return body;
    }

    @GetMapping("/api/mine")
    Map<String, String> mine(Person person) {
      return Map.of("account", person.account());
    }

    @GetMapping("/api/operator/things")
    String operator() {
      return "operator";
    }

    @GetMapping("/api/support/things")
    String support() {
      return "support";
    }

    @GetMapping("/internal/things")
    String internal() {
      return "internal";
    }

    @GetMapping("/elsewhere")
    String elsewhere() {
      return "elsewhere";
    }
  }

  @LocalServerPort int port;

  @Test
  void givesTheControllerThePersonOfTheToken() {
    assertThat(get("/api/mine", TestIdentity.customer("a-1")).getBody())
        .isEqualTo("{\"account\":\"a-1\"}");
  }

  @Test
  void letsEachRoleInWhereItBelongsAndNowhereElse() {
    assertThat(get("/api/operator/things", TestIdentity.operator()).getStatusCode().value())
        .isEqualTo(200);
    assertThat(get("/api/support/things", TestIdentity.support()).getStatusCode().value())
        .isEqualTo(200);
    assertThat(get("/api/operator/things", TestIdentity.support()).getStatusCode().value())
        .isEqualTo(403);
    assertThat(get("/api/support/things", TestIdentity.customer("a")).getStatusCode().value())
        .isEqualTo(403);
    assertThat(get("/elsewhere", TestIdentity.operator()).getStatusCode().value()).isEqualTo(403);
    assertThat(get("/internal/things", TestIdentity.operator()).getStatusCode().value())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ID", "Refresh"})
  void refusesTokensThatAreNotAccessTokens(String type) {
    String token = TestIdentity.token(Map.of("typ", type), List.of("customer"));

    assertThat(get("/api/mine", token).getStatusCode().value()).isEqualTo(401);
  }

  @Test
  void refusesTokensOfAnotherAudienceOrIssuerAndWithoutOne() {
    assertThat(
            get("/api/mine", TestIdentity.token(Map.of("aud", "other"), List.of()))
                .getStatusCode()
                .value())
        .isEqualTo(401);
    assertThat(
            get("/api/mine", TestIdentity.token(Map.of("iss", "http://other"), List.of()))
                .getStatusCode()
                .value())
        .isEqualTo(401);
    ResponseEntity<String> none = get("/api/mine", null);
    assertThat(none.getStatusCode().value()).isEqualTo(401);
    assertThat(none.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
  }

  @Test
  void acceptsAnInternalCallWithItsSignatureOnlyForThatPathAndTime() {
    String good = signature(Duration.ZERO).sign("relay-service", "GET", "/internal/things");
    String otherPath = signature(Duration.ZERO).sign("relay-service", "GET", "/internal/other");
    String old =
        signature(Duration.ofSeconds(-40)).sign("relay-service", "GET", "/internal/things");

    assertThat(internal(good).getBody()).isEqualTo("internal");
    assertThat(internal(otherPath).getStatusCode().is4xxClientError()).isTrue();
    assertThat(internal(old).getStatusCode().is4xxClientError()).isTrue();
  }

  @Test
  void saysWhatIsWrongWithARequestAndQuotesNoneOfIt() {
    assertThat(post("{\"name\":\"n\",\"number\":1,\"canary\":2}"))
        .contains(
            "\"status\":400", "urn:posthouse:problem:invalid-request", "canary: unknown field");
    assertThat(post("{\"name\":\"secret-canary\",\"number\":\"x\"}"))
        .contains("number: not of the expected type")
        .doesNotContain("secret-canary");
    assertThat(post("{\"name\":")).contains("not valid JSON at line 1");
    assertThat(post("{\"name\":\"n\",\"number\":-1}"))
        .contains("\"status\":422", "urn:posthouse:problem:too-small", "expected: >= 0");
    assertThat(post("{\"name\":\"n\",\"number\":666}"))
        .contains("\"status\":500", "urn:posthouse:problem:internal-error")
        .doesNotContain("secret of the house");
  }

  private static ServiceSignature signature(Duration offset) {
    SigningSecrets secrets = SigningSecrets.parse("test", List.of(TestTrust.SERVICE_SECRET));
    InstantSource time = InstantSource.offset(InstantSource.system(), offset);
    return new ServiceSignature(new SignedHeader(secrets), time);
  }

  private ResponseEntity<String> internal(String header) {
    return client()
        .get()
        .uri("/internal/things")
        .header(TrustHeaders.SERVICE, header)
        .retrieve()
        .toEntity(String.class);
  }

  private ResponseEntity<String> get(String path, @org.jspecify.annotations.Nullable String token) {
    return client()
        .get()
        .uri(path)
        .headers(
            headers -> {
              if (token != null) {
                headers.setBearerAuth(token);
              }
            })
        .retrieve()
        .toEntity(String.class);
  }

  private String post(String body) {
    return String.valueOf(
        client()
            .post()
            .uri("/api/open")
            .contentType(MediaType.APPLICATION_JSON)
            .body(body)
            .retrieve()
            .body(String.class));
  }

  private RestClient client() {
    return RestClient.builder()
        .baseUrl("http://127.0.0.1:" + port)
        .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {})
        .build();
  }
}
