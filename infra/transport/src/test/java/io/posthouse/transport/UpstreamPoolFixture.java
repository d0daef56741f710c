package io.posthouse.transport;

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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** A pool and servers that do what they are told. */
abstract class UpstreamPoolFixture {

  static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
  final EventLoops loops = EventLoops.start("test", 1);
  final EventLoop loop = loops.group().next();

  @AfterEach
  void stop() {
    loops.close();
  }

  /** What came of a call: the status and body, or why not. */
  record Outcome(int status, String body, UpstreamFailure failure) {}

  UpstreamPool pool(PoolSettings settings, AddressPolicy policy) {
    return new UpstreamPool(loops, settings, HostResolver.system(), policy);
  }

  UpstreamPool pool() {
    return pool(PoolSettings.DEFAULT, (host, address) -> true);
  }

  static Origin plain(String host, int port) {
    return new Origin(false, host, port, Origin.TLS_1_3, Egress.DIRECT);
  }

  Outcome send(UpstreamPool pool, Origin origin) throws Exception {
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
  static final class Server implements AutoCloseable {
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
}
