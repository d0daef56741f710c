package io.posthouse.benchmark.hop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.posthouse.testing.RealServers;
import io.posthouse.testing.TestIdentity;
import io.posthouse.testing.TestTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All that the relay knows but for upstreams: real PostgreSQL and Kafka, an identity provider that
 * only has keys, and a billing-service that grants every wallet a million and knows two prices.
 */
final class Neighbours implements AutoCloseable {

  /** The model that is for sale. */
  static final String MODEL = "bench-model";

  private static final String RATES =
      "{\"input\":\"3\",\"output\":\"15\",\"cacheRead\":\"0.3\",\"cacheWrite5m\":\"3.75\",\"cacheWrite1h\":\"6\"}";

  private final HttpServer billing;
  private final Set<String> leases = ConcurrentHashMap.newKeySet();
  private final AtomicInteger epochs = new AtomicInteger();
  private final String prices;

  /**
   * @param channels that have a price
   */
  Neighbours(Iterable<String> channels) {
    prices = prices(channels);
    try {
      billing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    billing.createContext("/", this::answer);
    billing.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    billing.start();
  }

  private static String prices(Iterable<String> channels) {
    StringBuilder items =
        new StringBuilder(
            "{\"items\":[{\"kind\":\"official\",\"name\":\""
                + MODEL
                + "\",\"versions\":[{\"version\":\"o-1\",\"kind\":\"official\",\"effectiveFrom\":\"2020-01-01T00:00:00Z\",\"rates\":"
                + RATES
                + "}]}");
    for (String channel : channels) {
      items
          .append(",{\"kind\":\"multiplier\",\"name\":\"")
          .append(channel)
          .append(
              "\",\"versions\":[{\"version\":\"m-1\",\"kind\":\"multiplier\",\"multiplier\":\"0.5\","
                  + "\"effectiveFrom\":\"2020-01-01T00:00:00Z\"}]}");
    }
    return items.append("]}").toString();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] body = answer(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String answer(String path) {
    if (path.equals("/internal/prices")) {
      return prices;
    }
    if (path.equals("/internal/leases")) {
      String lease = UUID.randomUUID().toString();
      leases.add(lease);
      return "{\"leaseId\":\"%s\",\"granted\":{\"amount\":\"1000000\",\"currency\":\"USD\"},\"validSeconds\":600}"
          .formatted(lease);
    }
    if (path.endsWith("/epochs")) {
      return "{\"epoch\":" + epochs.incrementAndGet() + "}";
    }
    String active = leases.isEmpty() ? "" : "\"" + String.join("\",\"", leases) + "\"";
    return "{\"validSeconds\":600,\"active\":[" + active + "]}";
  }

  /** How many leases were granted. */
  int leases() {
    return leases.size();
  }

  /** What the relay is told on its command line. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    org.springframework.test.context.DynamicPropertyRegistry registry =
        (name, value) -> settings.put(name, String.valueOf(value.get()));
    RealServers.database(registry, "relay");
    RealServers.kafka(registry);
    TestTrust.register(registry);
    TestIdentity.register(registry);
    settings.put(
        "spring.cloud.discovery.client.simple.instances.billing-service[0].uri",
        "http://127.0.0.1:" + billing.getAddress().getPort());
    return settings;
  }

  @Override
  public void close() {
    billing.stop(0);
  }
}
