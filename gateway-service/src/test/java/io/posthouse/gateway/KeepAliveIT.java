package io.posthouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.testing.TestIdentity;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection goes on after a refusal, whenever the refused request's body comes. */
class KeepAliveIT extends GatewayIntegration {

  private static final int READ_MILLIS = 10_000;
  private static final int TIMES = 40;
  private static final long SLOW_NANOS = 50_000_000;

  @ParameterizedTest
  @ValueSource(strings = {"/v1/messages", "/api/keys"})
  void aBodyThatComesAfterItsRefusalIsReadAndTheNextRequestServed(String path) throws Exception {
    try (Socket socket = RawSocket.open(port)) {
      socket.setSoTimeout(READ_MILLIS);
      for (int i = 0; i < TIMES; i++) {
        write(socket, head(path));

        String refused = RawSocket.answer(socket);
        write(socket, "{}");

        assertThat(refused).as("request %s", i).startsWith("HTTP/1.1 401");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/messages", "/api/keys"})
  void aBodyThatComesWithItsRefusalIsReadAndTheNextRequestServed(String path) throws Exception {
    for (int micros = 0; micros < 4_000; micros += 100) {
      try (Socket socket = RawSocket.open(port)) {
        socket.setSoTimeout(READ_MILLIS);
        for (int i = 0; i < 4; i++) {
          write(socket, head(path));
          LockSupport.parkNanos(micros * 1_000L);
          write(socket, "{}");

          assertThat(RawSocket.answer(socket))
              .as("request %s with %s us between head and body", i, micros)
              .startsWith("HTTP/1.1 401");
        }
      }
    }
  }

  /** Reactor Netty 1.3.7 read no more from such a connection (its issue 4361). */
  @Test
  void aConnectionGoesOnAfterARequestThatHadToWaitForAnother() throws Exception {
    OPERATOR.answers(
        exchange -> {
          LockSupport.parkNanos(SLOW_NANOS);
          OPERATOR.read(exchange);
          OPERATOR.json(exchange, 200, "{}");
        });
    String slow =
        "GET /api/operator/upstreams HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + TestIdentity.operator()
            + "\r\n\r\n";
    String refused = "GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n";
    try (Socket socket = RawSocket.open(port)) {
      for (int i = 0; i < 4; i++) {
        write(socket, slow + refused);

        assertThat(RawSocket.answer(socket)).as("slow %s", i).startsWith("HTTP/1.1 200");
        assertThat(RawSocket.answer(socket)).as("refused %s", i).startsWith("HTTP/1.1 401");
      }
    }
  }

  private static String head(String path) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n";
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }
}
