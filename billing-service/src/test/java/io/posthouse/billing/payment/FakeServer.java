package io.posthouse.billing.payment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP server that answers every request by one function. It can be told to hang. */
final class FakeServer {

  private final HttpServer server;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** A request, read to its end. */
  record Request(
      String method, String path, String query, Map<String, String> headers, String body) {

    String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** The fields of the query, or of a form. */
    static Map<String, String> fields(String form) {
      Map<String, String> fields = new LinkedHashMap<>();
      if (form != null && !form.isEmpty()) {
        for (String part : form.split("&", -1)) {
          String[] pair = part.split("=", 2);
          fields.put(decode(pair[0]), pair.length == 1 ? "" : decode(pair[1]));
        }
      }
      return fields;
    }

    private static String decode(String text) {
      return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }

  /** An answer. */
  record Answer(int status, Map<String, String> headers, byte[] body) {

    static Answer json(int status, String body) {
      return new Answer(
          status,
          Map.of("Content-Type", "application/json"),
          body.getBytes(StandardCharsets.UTF_8));
    }
  }

  FakeServer(Function<Request, Answer> answers) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> handle(exchange, answers));
    server.start();
  }

  private void handle(HttpExchange exchange, Function<Request, Answer> answers) throws IOException {
    try (exchange) {
      Map<String, String> headers = new LinkedHashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      gate.await();
      Answer answer;
      try {
        answer =
            answers.apply(
                new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestURI().getRawQuery(),
                    headers,
                    body));
      } catch (RuntimeException | AssertionError refused) {
        answer = Answer.json(400, "{\"error\":\"the fake: " + refused.getMessage() + "\"}");
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] bytes = answer.body();
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Answers nothing until {@link #goOn()}. */
  void hang() {
    gate = new CountDownLatch(1);
  }

  void goOn() {
    gate.countDown();
  }
}
