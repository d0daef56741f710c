package io.posthouse.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;

/** A service behind the gateway: remembers what reached it, and answers as it is told. */
final class FakeService {

  /** A request that reached it, body read to the end. */
  record Seen(String method, String uri, Headers headers, byte[] body) {

    String header(String name) {
      return headers.getFirst(name);
    }
  }

  /** How it answers; it owns the exchange. */
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final Deque<Seen> seen = new ConcurrentLinkedDeque<>();
  private volatile Answer answer = this::ok;

  FakeService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer.to(exchange));
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  void answers(Answer how) {
    answer = how;
  }

  /** Back to answering 200 with a small JSON. */
  void reset() {
    answer = this::ok;
    seen.clear();
  }

  /** Reads the request to its end and remembers it. */
  Seen read(HttpExchange exchange) throws IOException {
    Seen request =
        new Seen(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders(),
            exchange.getRequestBody().readAllBytes());
    seen.add(request);
    return request;
  }

  Seen last() {
    Seen last = seen.peekLast();
    if (last == null) {
      throw new AssertionError("nothing reached this service");
    }
    return last;
  }

  int count() {
    return seen.size();
  }

  void json(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void ok(HttpExchange exchange) throws IOException {
    read(exchange);
    json(exchange, 200, "{\"ok\":true}");
  }
}
