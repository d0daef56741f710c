package io.posthouse.notification.pricechange;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.posthouse.web.ProblemException;
import io.posthouse.web.ServiceClients;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** billing-service's {@code GET /internal/prices}: billing owns every number that is a price. */
@Component
class BillingPrices {

  private static final Logger log = LoggerFactory.getLogger(BillingPrices.class);

  private final RestClient billing;

  BillingPrices(ServiceClients clients) {
    this.billing = clients.to("billing-service");
  }

  /**
   * The multiplier of a channel that is in force at an instant; empty when billing knows no such
   * channel.
   *
   * @throws ProblemException 503 when billing does not answer
   */
  Optional<BigDecimal> multiplier(String channel, Instant at) {
    return snapshot().items().stream()
        .filter(item -> item.kind().equals("multiplier") && item.name().equals(channel))
        .flatMap(item -> item.inForce(at).stream())
        .findFirst();
  }

  private Snapshot snapshot() {
    try {
      return requireNonNull(
          billing.get().uri("/internal/prices").retrieve().body(Snapshot.class), "an empty answer");
    } catch (RestClientException | IllegalStateException noAnswer) {
      log.warn("billing-service gave no prices: {}", noAnswer.toString());
      throw new ProblemException(
          HttpStatus.SERVICE_UNAVAILABLE,
          "billing-unavailable",
          "The price in force cannot be read from billing-service now. Nothing was announced; try again.");
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Snapshot(List<Item> items) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Item(String kind, String name, List<Version> versions) {

    Optional<BigDecimal> inForce(Instant at) {
      Comparator<Version> byInstant = Comparator.comparing(Version::effectiveFrom);
      return versions.stream()
          .filter(version -> !version.effectiveFrom().isAfter(at))
          .max(byInstant)
          .or(() -> versions.stream().min(byInstant))
          .map(version -> requireNonNull(version.multiplier(), "multiplier"));
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Version(@Nullable BigDecimal multiplier, Instant effectiveFrom) {}
}
