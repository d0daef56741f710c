package io.posthouse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamPoolTest {

  private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

  private final EventLoops loops = EventLoops.start("test", 1);
  private final EventLoop loop = loops.group().next();

  @AfterEach
  void stop() {
    loops.close();
  }

  /** What came of a call: the status and body, or why not. */
  private record Outcome(int status, String body, UpstreamFailure failure) {}

  private UpstreamPool pool(PoolSettings settings, AddressPolicy policy) {
    return new UpstreamPool(loops, settings, HostResolver.system(), policy);
  }

  private UpstreamPool pool() {
    return pool(PoolSettings.DEFAULT, (host, address) -> true);
  }

  private static Origin plain(String host, int port) {
    return new Origin(false, host, port, Origin.TLS_1_3, Egress.DIRECT);
  }

  private Outcome send(UpstreamPool pool, Origin origin) throws Exception {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    ByteBuf body = Unpooled.copiedBuffer("{}", StandardCharsets.UTF_8);
    loop.execute(
        () ->
            pool.send(
                loop,
                origin,
                new UpstreamRequest(HttpMethod.POST, "/x", new DefaultHttpHeaders(), body),
                new AnswerListener() {
                  private int status;
                  private final StringBuilder text = new StringBuilder();

                  @Override
                  public void head(int answered, HttpHeaders headers) {
                    status = answered;
                  }

                  @Override
                  public void data(ByteBuf data) {
                    text.append(data.toString(StandardCharsets.UTF_8));
                  }

                  @Override
                  public void readComplete() {}

                  @Override
                  public void end() {
                    outcome.complete(new Outcome(status, text.toString(), null));
                  }

                  @Override
                  public void failed(UpstreamFailure failure) {
                    outcome.complete(new Outcome(status, text.toString(), failure));
                  }
                }));
    return outcome.get(10, TimeUnit.SECONDS);
  }

  /** Answers each request on each connection with the next text; null closes without a word. */
  private static final class Server implements AutoCloseable {
    final ServerSocket socket;
    final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    final AtomicInteger connections = new AtomicInteger();

    Server(ServerSocket socket) {
      this.socket = socket;
      Thread.ofVirtual().start(this::accept);
    }

    Server() throws IOException {
      this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    int port() {
      return socket.getLocalPort();
    }

    private void accept() {
      while (!socket.isClosed()) {
        try {
          Socket connection = socket.accept();
          connections.incrementAndGet();
          Thread.ofVirtual().start(() -> serve(connection));
        } catch (IOException closed) {
          return;
        }
      }
    }

    private void serve(Socket connection) {
      try (connection) {
        InputStream in = connection.getInputStream();
        while (true) {
          StringBuilder request = new StringBuilder();
          while (request.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
              return;
            }
            request.append((char) b);
          }
          if (!request.toString().startsWith("CONNECT")) {
            in.readNBytes(2);
          }
          requests.add(request.toString());
          String answer = answers.take();
          if (answer.isEmpty()) {
            return;
          }
          connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException | InterruptedException ended) {
        // The test is over.
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void aConnectionIsUsedAgainAndADeadOneIsReplacedOnce() throws Exception {
    try (Server server = new Server();
        UpstreamPool pool = pool()) {
      // Given
      server.answers.addAll(List.of(OK, OK, "", OK));

      // When // Then
      assertThat(send(pool, plain("127.0.0.1", server.port())).body()).isEqualTo("ok");
      assertThat(send(pool, plain("127.0.0.1", server.port())).body()).isEqualTo("ok");
      assertThat(server.connections.get()).isEqualTo(1);
      assertThat(send(pool, plain("127.0.0.1", server.port())).body()).isEqualTo("ok");
      assertThat(server.connections.get()).isEqualTo(2);
    }
  }

  @Test
  void aFreshConnectionThatDiesIsNotTriedAgain() throws Exception {
    try (Server server = new Server();
        UpstreamPool pool = pool()) {
      // Given
      server.answers.add("");

      // When
      Outcome outcome = send(pool, plain("127.0.0.1", server.port()));

      // Then
      assertThat(outcome.failure().kind()).isEqualTo(UpstreamFailure.Kind.NO_ANSWER);
      assertThat(server.connections.get()).isEqualTo(1);
    }
  }

  @Test
  void leftoverBytesPoisonNobody() throws Exception {
    try (Server server = new Server();
        UpstreamPool pool = pool()) {
      // Given
      server.answers.addAll(List.of(OK + "HTTP/1.1 200 OK\r\ncontent-le", OK));

      // When
      Outcome first = send(pool, plain("127.0.0.1", server.port()));
      Outcome second = send(pool, plain("127.0.0.1", server.port()));

      // Then
      assertThat(first.body()).isEqualTo("ok");
      assertThat(second.body()).isEqualTo("ok");
      assertThat(server.connections.get()).isEqualTo(2);
    }
  }

  @Test
  void interimAnswersAreSkippedAndGarbageIsSaid() throws Exception {
    try (Server server = new Server();
        UpstreamPool pool = pool()) {
      // Given
      server.answers.addAll(
          List.of("HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n" + OK, "garbage\r\n\r\n"));

      // When // Then
      assertThat(send(pool, plain("127.0.0.1", server.port())).body()).isEqualTo("ok");
      assertThat(send(pool, plain("127.0.0.1", server.port())).failure().kind())
          .isEqualTo(UpstreamFailure.Kind.MALFORMED);
    }
  }

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
  void moreConnectionsThanAllowedAreNotOpened() throws Exception {
    PoolSettings few = new PoolSettings(Duration.ofSeconds(2), Duration.ofSeconds(5), 1, null);
    try (Server server = new Server();
        UpstreamPool pool = pool(few, (host, address) -> true)) {
      // Given
      CompletableFuture<Void> sent = new CompletableFuture<>();
      loop.execute(
          () -> {
            pool.send(
                loop,
                plain("127.0.0.1", server.port()),
                new UpstreamRequest(
                    HttpMethod.GET, "/", new DefaultHttpHeaders(), Unpooled.EMPTY_BUFFER),
                new Ignoring());
            sent.complete(null);
          });
      sent.get(5, TimeUnit.SECONDS);

      // When
      Outcome outcome = send(pool, plain("127.0.0.1", server.port()));

      // Then
      assertThat(outcome.failure().kind()).isEqualTo(UpstreamFailure.Kind.EXHAUSTED);
    }
  }

  private static final class Ignoring implements AnswerListener {
    @Override
    public void head(int status, HttpHeaders headers) {}

    @Override
    public void data(ByteBuf data) {}

    @Override
    public void readComplete() {}

    @Override
    public void end() {}

    @Override
    public void failed(UpstreamFailure failure) {}
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
