package io.posthouse.auth;

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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** billing-service's wallets, as its contract has them: an amount that fits empties one. */
final class FakeBilling {

  private static final JsonMapper json = JsonMapper.builder().build();
  private static final FakeBilling instance = new FakeBilling();

  /** Balance by account; none: zero. */
  final Map<String, String> balances = new ConcurrentHashMap<>();

  volatile boolean away;

  private final SignedHeader signed =
      new SignedHeader(SigningSecrets.parse("test", List.of(TestTrust.SERVICE_SECRET)));
  private final HttpServer server;

  private FakeBilling() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/internal/accounts/", this::forfeit);
    server.start();
  }

  static FakeBilling get() {
    return instance;
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void forfeit(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String account = exchange.getRequestURI().getPath().split("/", -1)[3];
      String balance = balances.getOrDefault(account, "0");
      if (away || !isSigned(exchange)) {
        exchange.sendResponseHeaders(away ? 503 : 403, -1);
      } else if (json.readTree(body).at("/amount/amount").stringValue().equals(balance)) {
        balances.remove(account);
        exchange.sendResponseHeaders(204, -1);
      } else {
        byte[] problem =
            """
            {"type":"urn:posthouse:problem:other-balance","detail":"The balance is %s USD.",
             "balance":{"amount":"%s","currency":"USD"}}\
            """
                .formatted(balance, balance)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/problem+json");
        exchange.sendResponseHeaders(409, problem.length);
        exchange.getResponseBody().write(problem);
      }
    }
  }

  private boolean isSigned(HttpExchange exchange) {
    try {
      JsonNode claims =
          json.readTree(signed.verify(exchange.getRequestHeaders().getFirst(TrustHeaders.SERVICE)));
      return claims.get("service").stringValue().equals("auth-service")
          && claims.get("path").stringValue().equals(exchange.getRequestURI().getRawPath());
    } catch (SignatureException refused) {
      return false;
    }
  }
}
