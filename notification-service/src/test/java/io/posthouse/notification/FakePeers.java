package io.posthouse.notification;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.posthouse.testing.TestTrust;
import io.posthouse.trust.SignatureException;
import io.posthouse.trust.SignedHeader;
import io.posthouse.trust.SigningSecrets;
import io.posthouse.trust.TrustHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * auth-service's contacts and billing-service's prices. Both answer signed calls only; either can
 * be away.
 */
public final class FakePeers {

  private static final JsonMapper json = JsonMapper.builder().build();
  private static final FakePeers instance = new FakePeers();

  /** Address by account. */
  public final Map<String, String> addresses = new ConcurrentHashMap<>();

  /** Multiplier by channel. */
  public final Map<String, String> multipliers = new ConcurrentHashMap<>();

  /** How many accounts auth-service was asked for. */
  public final AtomicInteger accountsAsked = new AtomicInteger();

  public volatile boolean authAway;
  public volatile boolean billingAway;

  private final SignedHeader signed =
      new SignedHeader(SigningSecrets.parse("test", List.of(TestTrust.SERVICE_SECRET)));
  private final HttpServer server;

  private FakePeers() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext(
        "/internal/contacts", exchange -> answer(exchange, authAway, this::contacts));
    server.createContext(
        "/internal/prices", exchange -> answer(exchange, billingAway, _ -> prices()));
    server.start();
  }

  public static FakePeers get() {
    return instance;
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private interface Answer {
    Object to(JsonNode question);
  }

  private void answer(HttpExchange exchange, boolean away, Answer answer) throws IOException {
    try (exchange) {
      int status = away ? 503 : isSigned(exchange) ? 200 : 403;
      byte[] body = exchange.getRequestBody().readAllBytes();
      byte[] out =
          status == 200
              ? json.writeValueAsBytes(answer.to(body.length == 0 ? null : json.readTree(body)))
              : new byte[0];
      exchange.getResponseHeaders().set("content-type", "application/json");
      exchange.sendResponseHeaders(status, out.length == 0 ? -1 : out.length);
      exchange.getResponseBody().write(out);
    }
  }

  private boolean isSigned(HttpExchange exchange) {
    try {
      JsonNode claims =
          json.readTree(signed.verify(exchange.getRequestHeaders().getFirst(TrustHeaders.SERVICE)));
      return claims.get("service").asString().equals("notification-service")
          && claims.get("path").asString().equals(exchange.getRequestURI().getRawPath())
          && claims.get("method").asString().equals(exchange.getRequestMethod());
    } catch (SignatureException refused) {
      return false;
    }
  }

  private Object contacts(JsonNode question) {
    List<String> asked =
        StreamSupport.stream(question.get("accountIds").spliterator(), false)
            .map(JsonNode::asString)
            .toList();
    accountsAsked.addAndGet(asked.size());
    return Map.of(
        "items",
        asked.stream()
            .filter(addresses::containsKey)
            .map(id -> Map.of("accountId", id, "address", addresses.get(id), "language", "en"))
            .toList());
  }

  private Object prices() {
    return Map.of(
        "items",
        multipliers.entrySet().stream()
            .map(
                entry ->
                    Map.of(
                        "kind",
                        "multiplier",
                        "name",
                        entry.getKey(),
                        "versions",
                        List.of(
                            Map.of(
                                "version",
                                "v1",
                                "kind",
                                "multiplier",
                                "multiplier",
                                entry.getValue(),
                                "effectiveFrom",
                                "2026-01-01T00:00:00Z"))))
            .toList());
  }
}
