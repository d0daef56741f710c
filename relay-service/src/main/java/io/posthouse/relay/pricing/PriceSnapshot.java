package io.posthouse.relay.pricing;

import io.posthouse.web.ServiceClients;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Asks billing-service for all prices. */
@Component
final class PriceSnapshot {

  private final RestClient billing;
  private final JsonMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  PriceSnapshot(ServiceClients clients) {
    this.billing = clients.to("billing-service");
  }

  /**
   * All prices and multipliers.
   *
   * @throws org.springframework.web.client.RestClientException when billing-service does not answer
   */
  List<PriceRecord> fetch() {
    byte[] body = billing.get().uri("/internal/prices").retrieve().body(byte[].class);
    return body == null ? List.of() : json.readValue(body, Answer.class).items();
  }

  private record Answer(List<PriceRecord> items) {}
}
