package io.posthouse.relay.admission;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.relay.node.Epochs;
import io.posthouse.web.ServiceClients;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks billing-service over HTTP. A request for money that got no answer is repeated once under the
 * same grant id, which billing-service grants once.
 */
@Component
final class BillingLeases implements LeaseOffice {

  private static final Logger log = LoggerFactory.getLogger(BillingLeases.class);

  private final RestClient billing;
  private final Epochs epochs;
  private final JsonMapper json = JsonMapper.builder().build();

  BillingLeases(ServiceClients clients, Epochs epochs) {
    this.billing = clients.to("billing-service");
    this.epochs = epochs;
  }

  @Override
  public Answer grant(Ask ask) {
    String grantId = UuidCreator.getTimeOrderedEpoch().toString();
    try {
      Answer answer = grantOnce(grantId, ask);
      return answer != null ? answer : grantInNewEpoch(grantId, ask);
    } catch (ResourceAccessException noAnswer) {
      return grantAgain(grantId, ask);
    } catch (RestClientException | IllegalStateException | JacksonException away) {
      return unavailable(away);
    }
  }

  private Answer grantAgain(String grantId, Ask ask) {
    try {
      return grantInNewEpoch(grantId, ask);
    } catch (RestClientException | IllegalStateException | JacksonException away) {
      return unavailable(away);
    }
  }

  private Answer grantInNewEpoch(String grantId, Ask ask) {
    Answer answer = grantOnce(grantId, ask);
    return answer != null
        ? answer
        : new Answer.Refused(new LeaseAnswer.Unavailable("another node has this node's name"));
  }

  private static Answer unavailable(RuntimeException away) {
    log.warn("billing-service grants no leases: {}", away.toString());
    return new Answer.Refused(new LeaseAnswer.Unavailable(away.getClass().getSimpleName()));
  }

  /** Null when the epoch was an old one. */
  private @Nullable Answer grantOnce(String grantId, Ask ask) {
    long epoch = epochs.current();
    return billing
        .post()
        .uri("/internal/leases")
        .contentType(MediaType.APPLICATION_JSON)
        .body(json.writeValueAsBytes(request(grantId, epoch, ask)))
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

  private Answer answer(HttpStatusCode status, byte[] body, long epoch) {
    if (status.is2xxSuccessful()) {
      JsonNode lease = json.readTree(body);
      return new Answer.Granted(
          lease.path("leaseId").asString(),
          epoch,
          UsdUnits.of(new BigDecimal(lease.path("granted").path("amount").asString())),
          Duration.ofSeconds(lease.path("validSeconds").asLong()),
          lease.path("precise").asBoolean(false));
    }
    return new Answer.Refused(
        switch (status.value()) {
          case 402 -> limit(body);
          case 403 -> new LeaseAnswer.AccountRefused();
          default -> {
            log.warn("billing-service answered {} to a request for a lease", status.value());
            yield new LeaseAnswer.Unavailable("status " + status.value());
          }
        });
  }

  private LeaseAnswer limit(byte[] body) {
    JsonNode why = body.length == 0 ? json.createObjectNode() : json.readTree(body);
    BigDecimal available = new BigDecimal(why.path("available").path("amount").asString("0"));
    return why.path("limit").asString("").startsWith("key")
        ? new LeaseAnswer.SpendLimitReached(available)
        : new LeaseAnswer.BalanceExhausted(available);
  }

  private Map<String, Object> request(String grantId, long epoch, Ask ask) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("grantId", grantId);
    request.put("node", epochs.node());
    request.put("epoch", epoch);
    request.put("accountId", ask.accountId());
    String keyId = ask.keyId();
    if (keyId != null) {
      Map<String, Object> key = new LinkedHashMap<>();
      key.put("keyId", keyId);
      key.put("spendLimit", ask.limit());
      request.put("key", key);
    }
    request.put("want", money(ask.want()));
    request.put("needed", money(ask.needed()));
    request.put("minimum", money(ask.minimum()));
    request.put("call", money(ask.call()));
    return request;
  }

  private static Map<String, String> money(long units) {
    return Map.of("amount", UsdUnits.usd(units).toPlainString(), "currency", "USD");
  }

  @Override
  public @Nullable Renewed renew(long epoch, List<Report> reports) {
    List<Map<String, Object>> leases =
        reports.stream()
            .map(
                each ->
                    Map.<String, Object>of(
                        "leaseId",
                        each.leaseId(),
                        "returned",
                        money(each.returned()),
                        "over",
                        each.over()))
            .toList();
    try {
      byte[] body =
          billing
              .post()
              .uri("/internal/nodes/{node}/epochs/{epoch}/renewals", epochs.node(), epoch)
              .contentType(MediaType.APPLICATION_JSON)
              .body(json.writeValueAsBytes(Map.of("leases", leases)))
              .retrieve()
              .body(byte[].class);
      JsonNode answer = json.readTree(body == null ? new byte[0] : body);
      Set<String> active = new HashSet<>();
      answer.path("active").forEach(id -> active.add(id.asString()));
      return new Renewed(Duration.ofSeconds(answer.path("validSeconds").asLong()), active);
    } catch (RestClientException | IllegalStateException | JacksonException away) {
      log.warn("billing-service renews no leases: {}", away.toString());
      return null;
    }
  }
}
