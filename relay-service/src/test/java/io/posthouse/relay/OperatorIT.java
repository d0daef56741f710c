package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.testing.OpenApiContract;
import io.posthouse.testing.TestIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

class OperatorIT extends RelayFixture {

  @Autowired JdbcClient jdbc;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mappings;

  private Map<String, Object> anUpstreamBody(Sale sale, String name) {
    Map<String, Object> body = new HashMap<>();
    body.put("channel", sale.channel());
    body.put("name", name);
    body.put("protocol", "anthropic");
    body.put("baseUrl", "http://127.0.0.1:9");
    body.put("credentials", List.of("sk-canary-credential"));
    body.put("models", Map.of(sale.model(), "x"));
    return body;
  }

  private RestTestClient.ResponseSpec post(String what, Object body) {
    return operator().post().uri("/api/operator/" + what).body(body).exchange();
  }

  private static JsonNode body(RestTestClient.ResponseSpec response) {
    return json.readTree(response.expectBody(byte[].class).returnResult().getResponseBody());
  }

  @Test
  void theContractSaysWhatIsServed() {
    OpenApiContract.read(Path.of("contracts/openapi.yaml")).assertServedBy(mappings);
  }

  @Test
  void aNameIsTakenOnce() {
    // Given
    Sale sale = aSale();

    // When // Then
    post(
            "channels",
            Map.of(
                "name", sale.channel(),
                "displayName", Map.of("en", "a", "zh", "b"),
                "multiplier", "1",
                "models", List.of("m")))
        .expectStatus()
        .isEqualTo(409);
    post("upstreams", anUpstreamBody(sale, sale.channel() + "-u")).expectStatus().isCreated();
    post("upstreams", anUpstreamBody(sale, sale.channel() + "-u")).expectStatus().isEqualTo(409);
  }

  @Test
  void aMultiplierIsNotChangedHere() {
    // Given
    Sale sale = aSale();

    // When
    RestTestClient.ResponseSpec response =
        operator()
            .patch()
            .uri("/api/operator/channels/" + sale.channel())
            .body(Map.of("multiplier", "0.5"))
            .exchange();

    // Then
    response.expectStatus().isEqualTo(422);
    assertThat(body(response).path("type").asString())
        .isEqualTo("urn:posthouse:problem:multiplier-is-announced");
  }

  @ParameterizedTest
  @CsvSource({
    "http://10.0.0.1, 422",
    "https://10.0.0.1, 422",
    "https://169.254.169.254, 422",
    "https://[::1]:8443, 422",
    "https://[::ffff:127.0.0.2], 422",
    "https://127.0.0.2, 422",
    "http://api.example.com, 422",
    "https://2130706434, 422",
    "ftp://127.0.0.1, 400",
    "https://user:pw@example.com, 400",
    "https://example.com/?x=1, 400",
    "nonsense, 400"
  })
  void anAddressThatIsNotPublicIsRefused(String baseUrl, int status) {
    // Given
    Sale sale = aSale();
    Map<String, Object> body = anUpstreamBody(sale, sale.channel() + "-u");
    body.put("baseUrl", baseUrl);

    // When // Then
    post("upstreams", body).expectStatus().isEqualTo(status);
  }

  @Test
  void anAddressThatBecomesPrivateIsRefusedWhenItIsUsed() {
    // Given: written past the check, as a name would be that resolves to another address later
    Sale sale = aSale();
    String name = anUpstream(sale, "anthropic", 9, 0, "x");
    jdbc.sql("update upstreams set base_url = 'https://127.0.0.2:9' where name = ?")
        .param(name)
        .update();
    jdbc.sql("update routing_revision set revision = revision + 1").update();
    awaitPriced(sale);
    org.awaitility.Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        messages(TestCaller.any(), "{\"model\":\"" + sale.model() + "\"}").status())
                    .isEqualTo(529));
  }

  @Test
  void unknownFieldsAndOtherRolesAreRefused() {
    // Given
    Sale sale = aSale();
    Map<String, Object> body = anUpstreamBody(sale, sale.channel() + "-u");
    body.put("api_base", "http://evil");

    // When // Then
    post("upstreams", body).expectStatus().isBadRequest();
    as(TestIdentity.support())
        .get()
        .uri("/api/operator/channels")
        .exchange()
        .expectStatus()
        .isForbidden();
    as(TestIdentity.customer("a"))
        .get()
        .uri("/api/operator/upstreams")
        .exchange()
        .expectStatus()
        .isForbidden();
  }

  @Test
  void credentialsGoInAndNeverOut() {
    // Given
    Sale sale = aSale();
    String name = sale.channel() + "-u";

    // When
    JsonNode created = body(post("upstreams", anUpstreamBody(sale, name)));
    String list =
        new String(
            operator()
                .get()
                .uri("/api/operator/upstreams")
                .exchange()
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody(),
            StandardCharsets.UTF_8);
    byte[] stored =
        jdbc.sql("select credentials from upstreams where name = ?")
            .param(name)
            .query(byte[].class)
            .single();

    // Then
    assertThat(created.path("credentials").asInt()).isEqualTo(1);
    assertThat(list).contains(name).doesNotContain("sk-canary");
    assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("sk-canary");
  }

  @Test
  void aChannelIsToldToTheOthersAndKnowsItsModels() {
    // Given
    Sale sale = aSale();

    // When
    JsonNode model = body(operator().get().uri("/api/operator/models/" + sale.model()).exchange());
    String event =
        new String(
            jdbc.sql(
                    "select payload from outbox where event_key = ? and topic = 'relay.channel-changed.v1'")
                .param(sale.channel())
                .query(byte[].class)
                .single(),
            StandardCharsets.UTF_8);

    // Then
    assertThat(model.path("maxInputTokens").asInt()).isEqualTo(200_000);
    assertThat(model.path("maxOutputTokens").asInt()).isEqualTo(32_000);
    Contracts.check("channel-changed.v1", event);
    assertThat(json.readTree(event).path("firstMultiplier").asString()).isEqualTo("1");
    assertThat(json.readTree(event).path("version").asInt()).isEqualTo(1);
  }

  @Test
  void anUpstreamIsDrainedAndEnabledAgain() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      Sale sale = aSale();
      String name = anUpstream(sale, "anthropic", upstream.port(), 0, "x");
      awaitPriced(sale);
      upstream.then(it -> it.json(200, PassThroughIT.ANSWER));

      // When
      operator()
          .post()
          .uri("/api/operator/upstreams/" + name + "/drain")
          .exchange()
          .expectStatus()
          .isOk();
      int drained = messages(TestCaller.any(), "{\"model\":\"" + sale.model() + "\"}").status();
      operator()
          .post()
          .uri("/api/operator/upstreams/" + name + "/enable")
          .exchange()
          .expectStatus()
          .isOk();
      int enabled = messages(TestCaller.any(), "{\"model\":\"" + sale.model() + "\"}").status();

      // Then
      assertThat(drained).isEqualTo(529);
      assertThat(enabled).isEqualTo(200);
    }
  }
}
