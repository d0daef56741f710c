package io.posthouse.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/** A client that speaks HTTP/2 in clear text, by prior knowledge, on one connection. */
final class Http2Client implements AutoCloseable {

  /** A whole answer. */
  record Answer(int status, Map<String, List<String>> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String header(String name) {
      List<String> values = headers.get(name);
      return values == null ? null : values.getFirst();
    }
  }

  /** Connections that were made. */
  final AtomicInteger connections = new AtomicInteger();

  private final int port;
  private final OkHttpClient client;

  Http2Client(int port) {
    this.port = port;
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(1000);
    dispatcher.setMaxRequestsPerHost(1000);
    client =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
            .dispatcher(dispatcher)
            .retryOnConnectionFailure(false)
            .readTimeout(Duration.ofSeconds(15))
            .eventListener(
                new EventListener() {
                  @Override
                  public void connectEnd(
                      Call call, InetSocketAddress there, Proxy proxy, Protocol protocol) {
                    connections.incrementAndGet();
                  }
                })
            .build();
  }

  /**
   * A request that was not sent yet.
   *
   * @param body null for a GET
   */
  Call call(String path, byte[] body, Map<String, String> headers) {
    Request.Builder request = new Request.Builder().url("http://127.0.0.1:" + port + path);
    headers.forEach(request::header);
    return client.newCall(
        body == null
            ? request.build()
            : request.post(RequestBody.create(body, MediaType.get("application/json"))).build());
  }

  Answer send(String path, byte[] body, Map<String, String> headers) {
    return answer(call(path, body, headers));
  }

  static Answer answer(Call call) {
    try (Response response = call.execute()) {
      return new Answer(response.code(), response.headers().toMultimap(), response.body().bytes());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Reads a running stream until it holds that text. */
  static String readUntil(Response response, String text) {
    StringBuilder read = new StringBuilder();
    BufferedSource source = response.body().source();
    try {
      while (read.indexOf(text) < 0) {
        read.append(source.readUtf8LineStrict()).append('\n');
      }
      return read.toString();
    } catch (IOException failed) {
      throw new UncheckedIOException("so far: " + read, failed);
    }
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdownNow();
    client.connectionPool().evictAll();
  }
}
