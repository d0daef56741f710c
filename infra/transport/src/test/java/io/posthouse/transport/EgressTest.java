package io.posthouse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which way calls leave, where they may go, and under which TLS (P08, P09; resilience.md A16). */
class EgressTest extends UpstreamPoolFixture {

  @Test
  void anAddressIsCheckedWhenItIsUsed() throws Exception {
    try (Server server = new Server();
        UpstreamPool pool =
            pool(PoolSettings.DEFAULT, (host, address) -> !PrivateAddresses.contains(address))) {
      // When
      Outcome literal = send(pool, plain("127.0.0.1", server.port()));
      Outcome name = send(pool, plain("localhost", server.port()));

      // Then
      assertThat(literal.failure().kind()).isEqualTo(UpstreamFailure.Kind.FORBIDDEN_ADDRESS);
      assertThat(name.failure().kind()).isEqualTo(UpstreamFailure.Kind.FORBIDDEN_ADDRESS);
      assertThat(server.connections.get()).isZero();
    }
  }

  @Test
  void trafficLeavesThroughTheProxyOrTheAddressThatWasSet() throws Exception {
    try (Server proxy = new Server();
        Server server = new Server();
        UpstreamPool pool = pool()) {
      // Given
      proxy.answers.addAll(List.of("HTTP/1.1 200 Connection established\r\n\r\n", OK));
      server.answers.add(OK);
      Origin through =
          new Origin(
              false,
              "127.0.0.1",
              9,
              Origin.TLS_1_3,
              new Egress.Proxy(Egress.ProxyKind.HTTP, "127.0.0.1", proxy.port(), "u", "p"));
      Origin bound =
          new Origin(
              false, "127.0.0.1", server.port(), Origin.TLS_1_3, new Egress.Bound("127.0.0.5"));

      // When
      Outcome proxied = send(pool, through);
      Outcome direct = send(pool, bound);

      // Then
      assertThat(proxied.body()).isEqualTo("ok");
      assertThat(proxy.requests.take())
          .startsWith("CONNECT 127.0.0.1:9 ")
          .contains("roxy-authorization: Basic dTpw");
      assertThat(direct.body()).isEqualTo("ok");
    }
  }

  @Test
  void trafficLeavesThroughASocksProxyThatIsGivenTheCheckedName() throws Exception {
    try (java.net.ServerSocket proxy =
            new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
        UpstreamPool pool = pool()) {
      // Given
      CompletableFuture<Integer> asked = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> socks(proxy, asked));
      Origin through =
          new Origin(
              false,
              "localhost",
              9,
              Origin.TLS_1_3,
              new Egress.Proxy(
                  Egress.ProxyKind.SOCKS5, "127.0.0.1", proxy.getLocalPort(), null, null));

      // When
      Outcome outcome = send(pool, through);

      // Then
      assertThat(outcome.body()).isEqualTo("ok");
      assertThat(asked.get(5, TimeUnit.SECONDS)).isEqualTo(9);
    }
  }

  /** A SOCKS 5 server for one connection, that answers the request itself. */
  private static void socks(java.net.ServerSocket server, CompletableFuture<Integer> port) {
    try (java.net.Socket socket = server.accept()) {
      java.io.DataInputStream in = new java.io.DataInputStream(socket.getInputStream());
      java.io.OutputStream out = socket.getOutputStream();
      in.skipNBytes(1);
      in.skipNBytes(in.readUnsignedByte());
      out.write(new byte[] {5, 0});
      in.skipNBytes(3);
      in.skipNBytes(in.readUnsignedByte() == 3 ? in.readUnsignedByte() : 4);
      port.complete(in.readUnsignedShort());
      out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
      in.skipNBytes(1);
      out.write(OK.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      out.flush();
      in.readAllBytes();
    } catch (java.io.IOException failed) {
      port.completeExceptionally(failed);
    }
  }

  @Test
  void tlsIs13WithTheNameVerifiedUnlessLessIsAllowed(@TempDir Path folder) throws Exception {
    // Given
    KeyStore store = selfSigned(folder);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    PoolSettings settings =
        new PoolSettings(Duration.ofSeconds(5), Duration.ofSeconds(5), 10, trust);
    try (Server modern = tlsServer(store, "TLSv1.3");
        Server old = tlsServer(store, "TLSv1.2");
        UpstreamPool pool = pool(settings, (host, address) -> true);
        UpstreamPool stranger = pool()) {
      modern.answers.addAll(List.of(OK, OK));
      old.answers.add(OK);

      // When // Then
      assertThat(send(pool, tls("localhost", modern.port(), Origin.TLS_1_3)).body())
          .isEqualTo("ok");
      assertThat(send(pool, tls("localhost", old.port(), Origin.TLS_1_3)).failure().kind())
          .isEqualTo(UpstreamFailure.Kind.UNREACHABLE);
      assertThat(send(pool, tls("localhost", old.port(), Origin.TLS_1_2)).body()).isEqualTo("ok");
      assertThat(send(pool, tls("127.0.0.1", modern.port(), Origin.TLS_1_3)).failure().kind())
          .isEqualTo(UpstreamFailure.Kind.UNREACHABLE);
      assertThat(send(stranger, tls("localhost", modern.port(), Origin.TLS_1_3)).failure().kind())
          .isEqualTo(UpstreamFailure.Kind.UNREACHABLE);
    }
  }

  private static Origin tls(String host, int port, List<String> protocols) {
    return new Origin(true, host, port, protocols, Egress.DIRECT);
  }

  private static KeyStore selfSigned(Path folder) throws Exception {
    Path file = folder.resolve("store.p12");
    int exit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start()
            .waitFor();
    assertThat(exit).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, "changeit".toCharArray());
    }
    store.setCertificateEntry("ca", store.getCertificate("a"));
    return store;
  }

  private static Server tlsServer(KeyStore store, String protocol) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    SSLServerSocket socket =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    socket.setEnabledProtocols(new String[] {protocol});
    return new Server(socket);
  }
}
