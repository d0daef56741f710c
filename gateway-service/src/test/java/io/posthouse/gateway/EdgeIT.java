package io.posthouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.gateway.edge.TlsListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;

class EdgeIT extends GatewayIntegration {

  private static final int OVER = 33 * 1024 * 1024;

  @Autowired TlsListener tls;
  @LocalManagementPort int managementPort;

  @Test
  void speaksTls13AndNothingOlder() throws Exception {
    assertThat(handshake("TLSv1.3")).isEqualTo("TLSv1.3");
    assertThatThrownBy(() -> handshake("TLSv1.2")).isInstanceOf(SSLException.class);
  }

  private String handshake(String protocol) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            TestCertificate.trusting().getSocketFactory().createSocket("127.0.0.1", tls.port())) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }

  @Test
  void servesCallsOverTls() throws Exception {
    TestKey key = aKey();
    HttpClient client = HttpClient.newBuilder().sslContext(TestCertificate.trusting()).build();

    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create("https://localhost:" + tls.port() + "/v1/messages"))
                .header("x-api-key", key.secret())
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void refusesARequestWithTwoLengths() throws Exception {
    String answer =
        RawSocket.exchange(
            port,
            "POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400").contains("onnection: close");
  }

  @Test
  void refusesADeclaredLengthOverTheLimitBeforeTheBody() throws Exception {
    TestKey key = aKey();
    try (Socket socket = RawSocket.open(port)) {
      write(socket, head(key, "Content-Length: " + OVER + "\r\nExpect: 100-continue\r\n"));

      String answer = RawSocket.head(socket);

      assertThat(answer).startsWith("HTTP/1.1 413");
    }
    assertThat(RELAY.count()).isZero();
  }

  @Test
  void asksForTheBodyOnlyAfterTheKeyWasAccepted() throws Exception {
    TestKey key = aKey();
    try (Socket socket = RawSocket.open(port)) {
      write(
          socket,
          "POST /v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: ph_live_no\r\n"
              + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      assertThat(RawSocket.head(socket)).startsWith("HTTP/1.1 401");
    }
    try (Socket socket = RawSocket.open(port)) {
      write(socket, head(key, "Content-Length: 2\r\nExpect: 100-continue\r\n"));
      assertThat(RawSocket.head(socket)).startsWith("HTTP/1.1 100");
      write(socket, "{}");
      assertThat(RawSocket.head(socket)).startsWith("HTTP/1.1 200");
    }
    assertThat(RELAY.last().header("expect")).isNull();
  }

  @Test
  void cutsAChunkedBodyAtTheLimitAndStillSaysWhy() throws Exception {
    TestKey key = aKey();
    RELAY.answers(
        exchange -> {
          try (InputStream body = exchange.getRequestBody()) {
            body.transferTo(OutputStream.nullOutputStream());
          } catch (IOException cut) {
            exchange.close();
          }
        });
    AtomicLong sent = new AtomicLong();

    HttpResponse<String> response =
        send(
            request("/v1/chat/completions")
                .header("authorization", "Bearer " + key.secret())
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> counted(OVER, sent))));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("\"code\":\"request_too_large\"");
  }

  @Test
  void letsAClientThatIsStillSendingReadTheRefusal() {
    HttpResponse<String> response =
        send(
            request("/v1/messages")
                .header("x-api-key", "ph_live_no")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[8 * 1024 * 1024])));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).contains("authentication_error");
  }

  @Test
  void takesABodyBelowTheLimit() {
    TestKey key = aKey();

    HttpResponse<String> response =
        send(
            request("/v1/messages")
                .header("x-api-key", key.secret())
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> counted(31 * 1024 * 1024, new AtomicLong()))));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(RELAY.last().body()).hasSize(31 * 1024 * 1024);
  }

  @Test
  void servesTheActuatorOnItsOwnPortAlone() throws Exception {
    assertThat(send(request("/actuator/health")).statusCode()).isEqualTo(404);
    HttpResponse<String> health =
        send(
            HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + managementPort + "/actuator/health/liveness")));
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(send(request("/actuator/gateway/routes")).statusCode()).isEqualTo(404);
  }

  private static InputStream counted(int length, AtomicLong sent) {
    return new InputStream() {
      private int left = length;

      @Override
      public int read() {
        throw new UnsupportedOperationException();
      }

      @Override
      public int read(byte[] buffer, int offset, int wanted) {
        if (left == 0) {
          return -1;
        }
        int given = Math.min(left, wanted);
        left -= given;
        sent.addAndGet(given);
        return given;
      }
    };
  }

  private static String head(TestKey key, String more) {
    return "POST /v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: "
        + key.secret()
        + "\r\n"
        + more
        + "\r\n";
  }

  private static void write(Socket socket, String text) throws IOException {
    new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1))
        .transferTo(socket.getOutputStream());
  }
}
