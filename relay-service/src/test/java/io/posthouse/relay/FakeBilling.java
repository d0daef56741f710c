package io.posthouse.relay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final Map<String, String> leases = new HashMap<>();
  private final Map<String, BigDecimal> money = new ConcurrentHashMap<>();
  private final Map<String, BigDecimal> returned = new HashMap<>();
  private final Map<String, Long> finals = new ConcurrentHashMap<>();
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

  /** A wallet that has no more than that, and is leased call by call. */
  void fund(String accountId, String usd) {
    money.put(accountId, new BigDecimal(usd));
  }

  /** How many nodes hold some of it. */
  long holders(String accountId) {
    synchronized (leases) {
      return leases.keySet().stream().filter(it -> it.endsWith("/" + accountId)).count();
    }
  }

  /** What of it nobody holds. */
  BigDecimal left(String accountId) {
    synchronized (leases) {
      return money.get(accountId);
    }
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
                      : path.equals("/internal/leases")
                          ? lease(body)
                          : path.endsWith("/renewals") ? renew(body) : last(path, body);
      exchange.getResponseHeaders().set("content-type", "application/json");
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Answer last(String path, byte[] body) {
    if (path.endsWith("/final")) {
      finals.put(path, json.readTree(body).path("lastSeq").asLong());
    }
    return new Answer(204, "");
  }

  /** What a node said of an epoch's end; null when it said nothing. */
  Long lastSeq(String node, long epoch) {
    return finals.get("/internal/nodes/" + node + "/epochs/" + epoch + "/final");
  }

  private Answer lease(byte[] body) {
    JsonNode ask = json.readTree(body);
    asks.add(ask);
    String account = ask.path("accountId").asString();
    Answer special = answers.get(account);
    if (special != null) {
      return special;
    }
    synchronized (leases) {
      BigDecimal left = money.get(account);
      BigDecimal needed = amount(ask.path("needed"));
      BigDecimal granted = left == null ? amount(ask.path("want")) : needed.min(left);
      if (left != null && left.compareTo(amount(ask.path("minimum"))) < 0) {
        return new Answer(
            402,
            "{\"limit\":\"balance\",\"available\":{\"amount\":\"%s\",\"currency\":\"USD\"}}"
                .formatted(left.toPlainString()));
      }
      if (left != null) {
        money.put(account, left.subtract(granted));
      }
      String holder = ask.path("node").asString() + "/" + account;
      String id = leases.computeIfAbsent(holder, it -> UUID.randomUUID().toString());
      return new Answer(
          200,
          "{\"leaseId\":\"%s\",\"granted\":{\"amount\":\"%s\",\"currency\":\"USD\"},\"validSeconds\":600,\"precise\":%s}"
              .formatted(id, granted.toPlainString(), left != null));
    }
  }

  private static BigDecimal amount(JsonNode money) {
    return new BigDecimal(money.path("amount").asString());
  }

  private Answer renew(byte[] body) {
    List<String> active = new ArrayList<>();
    synchronized (leases) {
      for (JsonNode lease : json.readTree(body).path("leases")) {
        String id = lease.path("leaseId").asString();
        String account =
            leases.entrySet().stream()
                .filter(it -> it.getValue().equals(id))
                .map(it -> it.getKey().substring(it.getKey().indexOf('/') + 1))
                .findFirst()
                .orElse(null);
        BigDecimal fresh =
            amount(lease.path("returned")).subtract(returned.getOrDefault(id, BigDecimal.ZERO));
        returned.merge(id, fresh, BigDecimal::add);
        if (account != null) {
          money.computeIfPresent(account, (it, left) -> left.add(fresh));
        }
        if (lease.path("over").asBoolean()) {
          leases.values().remove(id);
        } else if (account != null) {
          active.add(id);
        }
      }
    }
    return new Answer(200, json.writeValueAsString(Map.of("validSeconds", 600, "active", active)));
  }
}
