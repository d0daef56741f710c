package io.posthouse.relay.admission;

import com.github.f4b6a3.uuid.UuidCreator;
import io.opentelemetry.context.Context;
import io.posthouse.relay.caller.Caller;
import io.posthouse.relay.node.Epochs;
import io.posthouse.web.ServiceClients;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks billing-service for a lease of exactly the worst cost, on a virtual thread. A request that
 * got no answer is repeated once under the same grant id, which billing-service grants once.
 */
@Component
final class BillingLeases implements Leases, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(BillingLeases.class);

  private final RestClient billing;
  private final Epochs epochs;
  private final ExecutorService threads =
      Context.taskWrapping(
          Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("lease-", 0).factory()));
  private final JsonMapper json = JsonMapper.builder().build();

  BillingLeases(ServiceClients clients, Epochs epochs) {
    this.billing = clients.to("billing-service");
    this.epochs = epochs;
  }

  @Override
  public CompletionStage<LeaseAnswer> reserve(Caller caller, BigDecimal amount) {
    return CompletableFuture.supplyAsync(() -> ask(caller, amount), threads)
        .exceptionally(
            failed -> {
              log.warn("a lease could not be asked for", failed);
              return new LeaseAnswer.Unavailable(failed.getClass().getSimpleName());
            });
  }

  private LeaseAnswer ask(Caller caller, BigDecimal amount) {
    String grantId = UuidCreator.getTimeOrderedEpoch().toString();
    try {
      LeaseAnswer answer = askOnce(grantId, caller, amount);
      return answer != null ? answer : oldEpoch(grantId, caller, amount);
    } catch (ResourceAccessException noAnswer) {
      return askAgain(grantId, caller, amount);
    } catch (RestClientException | IllegalStateException away) {
      return unavailable(away);
    }
  }

  private LeaseAnswer askAgain(String grantId, Caller caller, BigDecimal amount) {
    try {
      LeaseAnswer answer = askOnce(grantId, caller, amount);
      return answer != null ? answer : new LeaseAnswer.Unavailable("old epoch");
    } catch (RestClientException | IllegalStateException away) {
      return unavailable(away);
    }
  }

  private LeaseAnswer oldEpoch(String grantId, Caller caller, BigDecimal amount) {
    LeaseAnswer answer = askOnce(grantId, caller, amount);
    return answer != null ? answer : new LeaseAnswer.Unavailable("old epoch");
  }

  private static LeaseAnswer unavailable(RuntimeException away) {
    log.warn("billing-service grants no leases: {}", away.toString());
    return new LeaseAnswer.Unavailable(away.getClass().getSimpleName());
  }

  /** Null when the epoch was an old one. */
  private @Nullable LeaseAnswer askOnce(String grantId, Caller caller, BigDecimal amount) {
    long epoch = epochs.current();
    byte[] request = json.writeValueAsBytes(request(grantId, epoch, caller, amount));
    return billing
        .post()
        .uri("/internal/leases")
        .contentType(MediaType.APPLICATION_JSON)
        .body(request)
        .exchange(
            (sent, response) -> {
              HttpStatusCode status = response.getStatusCode();
              byte[] body = response.getBody().readAllBytes();
              if (status.value() == 409) {
                epochs.forget(epoch);
                return null;
              }
              return answer(status, body, epoch);
            });
  }

  private LeaseAnswer answer(HttpStatusCode status, byte[] body, long epoch) {
    if (status.is2xxSuccessful()) {
      return new LeaseAnswer.Granted(json.readTree(body).path("leaseId").asString(), epoch);
    }
    return switch (status.value()) {
      case 402 -> limit(body);
      case 403 -> new LeaseAnswer.AccountRefused();
      default -> {
        log.warn("billing-service answered {} to a request for a lease", status.value());
        yield new LeaseAnswer.Unavailable("status " + status.value());
      }
    };
  }

  private LeaseAnswer limit(byte[] body) {
    JsonNode limit = body.length == 0 ? json.createObjectNode() : json.readTree(body).path("limit");
    return limit.asString("").startsWith("key")
        ? new LeaseAnswer.SpendLimitReached()
        : new LeaseAnswer.BalanceExhausted();
  }

  private Map<String, Object> request(
      String grantId, long epoch, Caller caller, BigDecimal amount) {
    Map<String, String> money = Map.of("amount", amount.toPlainString(), "currency", "USD");
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("grantId", grantId);
    request.put("node", epochs.node());
    request.put("epoch", epoch);
    request.put("accountId", caller.accountId());
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("keyId", caller.keyId());
    Caller.SpendLimit limit = caller.spendLimit();
    if (limit != null) {
      key.put("spendLimit", limit);
    }
    request.put("key", key);
    request.put("want", money);
    request.put("minimum", money);
    return request;
  }

  @Override
  public void close() {
    threads.close();
  }
}
