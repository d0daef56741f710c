package io.posthouse.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "management.server.port=0")
class DiscoveryIT {

  @LocalServerPort int port;

  @Test
  void forgetsAnInstanceWithinFifteenSecondsOfItsLastHeartbeat() {
    // Given
    String instance =
        """
        {"instance":{"instanceId":"a:1","hostName":"127.0.0.1","app":"A-SERVICE","ipAddr":"127.0.0.1",
        "vipAddress":"a-service","status":"UP","port":{"$":1,"@enabled":"true"},
        "dataCenterInfo":{"@class":"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo","name":"MyOwn"},
        "leaseInfo":{"renewalIntervalInSecs":2,"durationInSecs":6}}}
        """;
    client()
        .post()
        .uri("/eureka/apps/A-SERVICE")
        .contentType(MediaType.APPLICATION_JSON)
        .body(instance)
        .retrieve()
        .toBodilessEntity();
    assertThat(status()).isEqualTo(200);

    // When no heartbeat comes
    // Then
    await().atMost(Duration.ofSeconds(15)).until(() -> status() == 404);
  }

  private int status() {
    return client()
        .get()
        .uri("/eureka/apps/A-SERVICE")
        .retrieve()
        .toBodilessEntity()
        .getStatusCode()
        .value();
  }

  private RestClient client() {
    return RestClient.builder()
        .baseUrl("http://127.0.0.1:" + port)
        .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {})
        .build();
  }
}
