package io.posthouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.gateway.edge.TlsListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/** HTTP/2 at the public door: by ALPN, and in clear text by prior knowledge. */
class Http2IT extends GatewayIntegration {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Autowired TlsListener tls;

  private static HttpClient client(HttpClient.Version version)
      throws GeneralSecurityException, IOException {
    return HttpClient.newBuilder().version(version).sslContext(TestCertificate.trusting()).build();
  }

  private HttpRequest.Builder call(String secret) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + tls.port() + "/v1/messages"))
        .header("x-api-key", secret)
        .header("traceparent", TRACE);
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void aCallIsServedInTheVersionThatTheClientPrefers(HttpClient.Version version) throws Exception {
    try (HttpClient client = client(version)) {
      HttpResponse<String> answer =
          client.send(
              call(aKey().secret()).POST(BodyPublishers.ofString("{}")).build(),
              BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(version);
      assertThat(new String(RELAY.last().body(), StandardCharsets.UTF_8)).isEqualTo("{}");
      assertThat(RELAY.last().header("traceparent")).isNotEqualTo(TRACE);
      assertThat(RELAY.last().header("x-posthouse-caller")).isNotNull();
    }
  }

  @Test
  void aCallWithoutAKeyIsRefusedOnHttp2Too() throws Exception {
    try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
      HttpResponse<String> answer =
          client.send(
              call("ph_live_no").POST(BodyPublishers.ofString("{}")).build(),
              BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.body()).contains("authentication_error");
      assertThat(RELAY.count()).isZero();
    }
  }

  @Test
  void aBodyOverTheLimitIsRefusedReadablyAndTheConnectionGoesOn() throws Exception {
    try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
      TestKey key = aKey();

      HttpResponse<String> refused =
          client.send(
              call(key.secret())
                  .POST(BodyPublishers.ofByteArray(new byte[34 * 1024 * 1024]))
                  .build(),
              BodyHandlers.ofString());
      HttpResponse<String> next =
          client.send(
              call(key.secret()).POST(BodyPublishers.ofString("{}")).build(),
              BodyHandlers.ofString());

      assertThat(refused.statusCode()).isEqualTo(413);
      assertThat(next.statusCode()).isEqualTo(200);
      assertThat(RELAY.count()).isEqualTo(1);
    }
  }

  @Test
  void fiftyCallsAtOnceAreAnsweredEachWithItsOwn() throws Exception {
    RELAY.answers(
        exchange ->
            RELAY.json(
                exchange, 200, new String(RELAY.read(exchange).body(), StandardCharsets.UTF_8)));
    try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(
            client.sendAsync(
                call(aKey().secret()).POST(BodyPublishers.ofString("{\"n\":" + i + "}")).build(),
                BodyHandlers.ofString()));
      }

      for (int i = 0; i < 50; i++) {
        HttpResponse<String> answer = answers.get(i).get(30, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"n\":" + i + "}");
      }
    }
  }

  /** What JDK's client asks for on its first request in clear text. */
  @Test
  void aWishToUpgradeIsPassedOverAndTheCallServed() throws Exception {
    try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v1/messages"))
                  .header("x-api-key", aKey().secret())
                  .POST(BodyPublishers.ofString("{}"))
                  .build(),
              BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(RELAY.last().header("upgrade")).isNull();
      assertThat(RELAY.last().header("http2-settings")).isNull();
    }
  }

  @Test
  void thePlainPortKnowsHttp2ByItsPreface() throws Exception {
    try (Socket socket = RawSocket.open(port)) {
      // When: the preface and empty settings
      socket
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
      InputStream in = socket.getInputStream();
      byte[] head = in.readNBytes(9);

      // Then: the server's settings
      assertThat(head[3]).isEqualTo((byte) 4);
      assertThat(head[4]).isZero();
    }
  }
}
