package io.posthouse.relay.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.relay.protocol.Provider;
import io.posthouse.relay.protocol.Surface;
import io.posthouse.relay.routing.TranslationOptions;
import io.posthouse.relay.routing.Upstream;
import io.posthouse.relay.routing.UpstreamProbe;
import io.posthouse.transport.Egress;
import io.posthouse.transport.EventLoops;
import io.posthouse.transport.HostResolver;
import io.posthouse.transport.Origin;
import io.posthouse.transport.PoolSettings;
import io.posthouse.transport.UpstreamPool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ModelsProbeTest {

  @Test
  void aListThatNeverEndsIsCutOffWhenItsTimeIsOver() throws Exception {
    try (EventLoops loops = EventLoops.start("probe", 1);
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        UpstreamPool pool =
            new UpstreamPool(
                loops, PoolSettings.DEFAULT, HostResolver.system(), (host, address) -> true)) {
      // Given
      ModelsProbe probe = new ModelsProbe(loops, pool, Duration.ofMillis(300));

      // When
      var asked = probe.ask(upstream(server.getLocalPort()), 0).toCompletableFuture();
      try (Socket connection = server.accept()) {
        beginToAnswer(connection);

        // Then: the credential was read
        assertThat(asked.get(5, TimeUnit.SECONDS).outcome()).isEqualTo(UpstreamProbe.Outcome.TAKEN);

        // And: nobody listens for ever
        connection.setSoTimeout(5_000);
        assertThat(connection.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  private static void beginToAnswer(Socket connection) throws IOException {
    byte[] head = new byte[4_096];
    assertThat(connection.getInputStream().read(head)).isPositive();
    connection
        .getOutputStream()
        .write(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n".getBytes(US_ASCII));
  }

  private static Upstream upstream(int port) {
    return new Upstream(
        "endless",
        1,
        Provider.ANTHROPIC,
        new Origin(false, "127.0.0.1", port, Origin.TLS_1_3, Egress.DIRECT),
        "",
        List.of("credential"),
        Map.of("model", "model"),
        Set.of(Surface.MESSAGES),
        0,
        1,
        true,
        false,
        null,
        TranslationOptions.USUAL);
  }
}
