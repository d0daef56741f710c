package io.posthouse.relay.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.posthouse.transport.EventLoops;
import io.posthouse.transport.HttpListener;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

class DataPathTlsTest {

  @TempDir Path directory;

  private SslBundle bundle;
  private EventLoops loops;
  private HttpListener listener;

  private static final class Answering extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ReferenceCountUtil.release(message);
      if (message instanceof LastHttpContent) {
        var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        var _ = ctx.writeAndFlush(answer);
      }
    }
  }

  @BeforeEach
  void listen() throws Exception {
    KeyStore store = selfSigned();
    bundle = SslBundle.of(SslStoreBundle.of(store, "changeit", store));
    loops = EventLoops.start("tls-test", 1);
    listener =
        HttpListener.bind(
            loops,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            DataPathTls.of(bundle),
            Answering::new);
  }

  @AfterEach
  void close() {
    listener.close();
    var _ = loops.group().shutdownGracefully();
  }

  @Test
  void speaksTls13() throws Exception {
    try (SSLSocket socket = connect("TLSv1.3")) {
      socket.startHandshake();

      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void refusesTls12() throws Exception {
    try (SSLSocket socket = connect("TLSv1.2")) {
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void speaksWhatTheClientPrefers(HttpClient.Version version) throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder().version(version).sslContext(bundle.createSslContext()).build()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create("https://localhost:" + listener.port())).build(),
              BodyHandlers.discarding());

      assertThat(answer.version()).isEqualTo(version);
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  private SSLSocket connect(String protocol) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            bundle
                .createSslContext()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), listener.port());
    socket.setEnabledProtocols(new String[] {protocol});
    socket.setSoTimeout(10_000);
    return socket;
  }

  private KeyStore selfSigned() throws Exception {
    Path file = directory.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, "changeit".toCharArray());
    }
    return store;
  }
}
