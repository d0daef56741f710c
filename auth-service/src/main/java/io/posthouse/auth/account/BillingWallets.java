package io.posthouse.auth.account;

import io.posthouse.web.ProblemException;
import io.posthouse.web.ServiceClients;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/** The wallets, which are billing-service's. */
@Component
class BillingWallets {

  private static final Logger log = LoggerFactory.getLogger(BillingWallets.class);

  private final RestClient billing;

  BillingWallets(ServiceClients clients) {
    this.billing = clients.to("billing-service");
  }

  /** What billing-service said. */
  sealed interface Answer {

    /** The wallet is empty now; or it was emptied before, for the same reason. */
    record Done() implements Answer {}

    /**
     * Nothing happened.
     *
     * @param slug of the problem
     * @param balance what the wallet holds; null when that is not why
     */
    record Refused(String slug, String detail, @Nullable JsonNode balance) implements Answer {}
  }

  /**
   * Gives a wallet's whole balance up, if it is the one that was named. May be repeated.
   *
   * @throws ProblemException 503 when billing-service does not answer
   */
  Answer forfeit(UUID account, Forfeit named) {
    try {
      return billing
          .post()
          .uri("/internal/accounts/{id}/forfeit", account)
          .body(Map.of("amount", named))
          .exchange(
              (request, response) ->
                  switch (response.getStatusCode().value()) {
                    case 204 -> new Answer.Done();
                    case 409 -> refused(response.bodyTo(JsonNode.class));
                    default -> throw away("status " + response.getStatusCode().value());
                  });
    } catch (RestClientException | IllegalStateException noAnswer) {
      throw away(noAnswer.toString());
    }
  }

  private static Answer refused(@Nullable JsonNode problem) {
    if (problem == null) {
      throw away("an empty answer");
    }
    String type = problem.path("type").asString("");
    return new Answer.Refused(
        type.substring(type.lastIndexOf(':') + 1),
        problem.path("detail").asString(""),
        problem.get("balance"));
  }

  private static ProblemException away(String why) {
    log.warn("billing-service did not give a balance up: {}", why);
    return new ProblemException(
        HttpStatus.SERVICE_UNAVAILABLE,
        "billing-unavailable",
        "The balance cannot be settled now. The account stands as it did; try again.");
  }
}
