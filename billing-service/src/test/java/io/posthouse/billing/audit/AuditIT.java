package io.posthouse.billing.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.Http;
import io.posthouse.billing.OnRealServers;
import io.posthouse.testing.TestIdentity;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What an operator does has an entry, which names them; what was refused has none. */
class AuditIT extends OnRealServers {

  private static final String OPERATOR = TestIdentity.operator();

  @LocalServerPort private int port;

  @Test
  void aPriceThatIsSetIsEnteredAndOneThatIsRefusedIsNot() {
    // Given
    String model = "m-" + UUID.randomUUID();
    String path = "/api/operator/official-prices/" + model;

    // When
    Http.Answer set = put(path, "{\"input\":\"3\",\"output\":\"15\"}");
    Http.Answer dearerWithoutASource = put(path, "{\"input\":\"30\",\"output\":\"150\"}");

    // Then
    assertThat(List.of(set.status(), dearerWithoutASource.status())).containsExactly(200, 422);
    assertThat(deeds(model)).containsExactly("price.set");
  }

  @Test
  void aRateThatIsSetAndWithdrawnIsEnteredTwice() {
    // When
    put("/api/operator/exchange-rate", "{\"cnyPerUsd\":\"7.12\",\"reason\":\"A test.\"}");
    new Http(port).person(OPERATOR, "DELETE", "/api/operator/exchange-rate", "");

    // Then
    assertThat(deeds("CNY/USD")).startsWith("exchange-rate.withdrawn", "exchange-rate.set");
  }

  private Http.Answer put(String path, String body) {
    return new Http(port).person(OPERATOR, "PUT", path, body);
  }

  private List<String> deeds(String subject) {
    Http.Answer answer =
        new Http(port).person(OPERATOR, "GET", "/api/operator/audit?subject=" + subject, "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer
        .json()
        .get("items")
        .valueStream()
        .map(entry -> entry.get("action").asString())
        .toList();
  }
}
