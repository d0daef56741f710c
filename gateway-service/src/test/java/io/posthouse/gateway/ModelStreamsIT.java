package io.posthouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Answers on their way through the gateway, and how they end. */
class ModelStreamsIT extends GatewayIntegration {

  private int runningCalls(TestKey key) {
    String body = send(request("/v1/limits").header("x-api-key", key.secret())).body();
    return 3 - JSON.readTree(body).path("concurrentCalls").path("remaining").asInt();
  }

  @Test
  void streamsChunkByChunkUntouched() throws Exception {
    TestKey key = aKey();
    CountDownLatch firstRead = new CountDownLatch(1);
    String first = "event: message_start\ndata: {\"é\":1}\n\n";
    String second = ": ping\r\n\r\ndata: {\"b\":2}";
    RELAY.answers(
        exchange -> {
          RELAY.read(exchange);
          exchange.getResponseHeaders().set("content-type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(first.getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          try {
            if (!firstRead.await(20, TimeUnit.SECONDS)) {
              throw new IOException("the first chunk did not arrive alone");
            }
          } catch (InterruptedException stopped) {
            throw new IOException(stopped);
          }
          exchange.getResponseBody().write(second.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });

    HttpResponse<InputStream> response =
        CLIENT.send(
            post("/v1/messages", "{\"stream\":true}").header("x-api-key", key.secret()).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      byte[] got = body.readNBytes(first.getBytes(StandardCharsets.UTF_8).length);
      firstRead.countDown();
      ByteArrayOutputStream rest = new ByteArrayOutputStream();
      body.transferTo(rest);

      assertThat(new String(got, StandardCharsets.UTF_8)).isEqualTo(first);
      assertThat(rest.toString(StandardCharsets.UTF_8)).isEqualTo(second);
    }
    assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
    assertThat(response.headers().firstValue("content-length")).isEmpty();
  }

  @Test
  void endsTheUpstreamCallAndGivesThePlaceBackWhenTheClientLeaves() throws Exception {
    TestKey key = aKey();
    CountDownLatch cut = new CountDownLatch(1);
    RELAY.answers(
        exchange -> {
          RELAY.read(exchange);
          exchange.getResponseHeaders().set("content-type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          try {
            for (int i = 0; i < 2_000; i++) {
              exchange.getResponseBody().write("data: x\n\n".getBytes(StandardCharsets.UTF_8));
              exchange.getResponseBody().flush();
              TimeUnit.MILLISECONDS.sleep(10);
            }
          } catch (IOException gone) {
            cut.countDown();
          } catch (InterruptedException stopped) {
            throw new IOException(stopped);
          }
        });

    HttpResponse<InputStream> response =
        CLIENT.send(
            post("/v1/messages", "{}").header("x-api-key", key.secret()).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.body().readNBytes(9)).hasSize(9);
    assertThat(runningCalls(key)).isEqualTo(1);
    response.body().close();

    assertThat(cut.await(15, TimeUnit.SECONDS)).as("the relay saw the cut").isTrue();
    await().untilAsserted(() -> assertThat(runningCalls(key)).isZero());
  }

  @Test
  void cutsAnAnswerThatItsServiceBrokeOff() throws Exception {
    TestKey key = aKey();
    RELAY.answers(
        exchange -> {
          RELAY.read(exchange);
          exchange.getResponseHeaders().set("content-type", "application/json");
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          exchange.getHttpContext().getServer();
          throw new IOException("broken on purpose");
        });

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> message(key))
        .isInstanceOf(java.io.UncheckedIOException.class);
    await().untilAsserted(() -> assertThat(runningCalls(key)).isZero());
  }

  @Test
  void answersInTheProtocolWhenTheRelayIsSilent() {
    TestKey key = aKey();
    RELAY.answers(exchange -> exchange.close());

    HttpResponse<String> response = message(key);

    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(response.body()).contains("\"type\":\"api_error\"");
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(runningCalls(key)).isZero());
  }
}
