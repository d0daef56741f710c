package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Money;
import io.posthouse.web.ServiceClients;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Recalls over HTTP: a node is the relay-service instance that says so in its metadata, its
 * operator port is there as well. A node that does not answer within {@link #PATIENCE} has kept its
 * money.
 */
@Component
final class RelayRecalls implements LeaseRecalls, AutoCloseable {

  static final Duration PATIENCE = Duration.ofMillis(200);

  private static final Logger log = LoggerFactory.getLogger(RelayRecalls.class);

  private final DiscoveryClient discovery;
  private final ServiceClients clients;
  private final Map<URI, RestClient> relays = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("recall-", 0).factory());
  private final JsonMapper json = JsonMapper.builder().build();

  RelayRecalls(DiscoveryClient discovery, ServiceClients clients) {
    this.discovery = discovery;
    this.clients = clients;
  }

  @Override
  public Map<UUID, Money> recall(List<CreditLease> leases, boolean end) {
    if (leases.isEmpty()) {
      return Map.of();
    }
    Map<String, URI> nodes = nodes();
    Map<UUID, CompletableFuture<Optional<Money>>> asked = new LinkedHashMap<>();
    for (CreditLease lease : leases) {
      URI node = nodes.get(lease.node());
      if (node != null) {
        asked.put(
            lease.id(),
            CompletableFuture.supplyAsync(() -> ask(node, lease, end), threads)
                .completeOnTimeout(Optional.empty(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
      }
    }
    Map<UUID, Money> returned = new LinkedHashMap<>();
    asked.forEach((id, answer) -> answer.join().ifPresent(money -> returned.put(id, money)));
    return returned;
  }

  private Map<String, URI> nodes() {
    Map<String, URI> nodes = new HashMap<>();
    for (ServiceInstance instance : discovery.getInstances("relay-service")) {
      Map<String, String> metadata = instance.getMetadata();
      String node = metadata == null ? null : metadata.get("node");
      String port = metadata == null ? null : metadata.get("operator-port");
      if (node != null && port != null) {
        nodes.put(
            node,
            URI.create(
                (instance.isSecure() ? "https://" : "http://") + instance.getHost() + ":" + port));
      }
    }
    return nodes;
  }

  private Optional<Money> ask(URI node, CreditLease lease, boolean end) {
    try {
      byte[] body =
          relays
              .computeIfAbsent(node, clients::at)
              .post()
              .uri("/internal/leases/{id}/recall", lease.id())
              .contentType(MediaType.APPLICATION_JSON)
              .body(json.writeValueAsBytes(Map.of("end", end)))
              .retrieve()
              .body(byte[].class);
      return Optional.of(returned(body));
    } catch (RestClientException | JacksonException | IllegalArgumentException away) {
      log.info(
          "node {} gave nothing back of lease {}: {}", lease.node(), lease.id(), away.toString());
      return Optional.empty();
    }
  }

  private Money returned(byte @Nullable [] body) {
    JsonNode answer = json.readTree(body == null ? new byte[0] : body);
    return Money.usd(answer.path("returned").path("amount").asString(""));
  }

  @Override
  public void close() {
    threads.close();
  }
}
