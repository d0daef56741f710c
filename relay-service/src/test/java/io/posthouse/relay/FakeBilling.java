package io.posthouse.relay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Billing-service's internal endpoints, as its contract states them. */
final class FakeBilling {

  /** What a request for a lease is answered with, by account. */
  record Answer(int status, String body) {}

  private static final JsonMapper json = JsonMapper.builder().build();

  private final HttpServer server;
  private final AtomicInteger epochs = new AtomicInteger();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<JsonNode> asks = new CopyOnWriteArrayList<>();
  private volatile String prices = "{\"items\":[]}";

  FakeBilling() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void answer(String accountId, int status, String body) {
    answers.put(accountId, new Answer(status, body));
  }

  void prices(String items) {
    prices = items;
  }

  /** The requests for leases of an account. */
  List<JsonNode> asks(String accountId) {
    return asks.stream().filter(ask -> ask.path("accountId").asString().equals(accountId)).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean signed = exchange.getRequestHeaders().containsKey("X-Posthouse-Service");
      String path = exchange.getRequestURI().getPath();
      Answer answer =
          !signed
              ? new Answer(401, "{}")
              : path.endsWith("/epochs")
                  ? new Answer(200, "{\"epoch\":" + epochs.incrementAndGet() + "}")
                  : path.equals("/internal/prices")
                      ? new Answer(200, prices)
                      : path.equals("/internal/leases") ? lease(body) : new Answer(204, "");
      exchange.getResponseHeaders().set("content-type", "application/json");
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Answer lease(byte[] body) {
    JsonNode ask = json.readTree(body);
    asks.add(ask);
    Answer special = answers.get(ask.path("accountId").asString());
    return special != null
        ? special
        : new Answer(
            200,
            "{\"leaseId\":\"%s\",\"granted\":{\"amount\":\"%s\",\"currency\":\"USD\"},\"validSeconds\":600}"
                .formatted(UUID.randomUUID(), ask.path("want").path("amount").asString()));
  }
}
