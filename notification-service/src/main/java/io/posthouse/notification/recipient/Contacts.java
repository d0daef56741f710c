package io.posthouse.notification.recipient;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.posthouse.web.ServiceClients;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** auth-service's {@code POST /internal/contacts}. */
@Component
class Contacts {

  /** The most accounts that one call may name. */
  static final int MOST = 1000;

  private final RestClient auth;

  Contacts(ServiceClients clients) {
    this.auth = clients.to("auth-service");
  }

  /**
   * The contacts of those accounts that auth-service knows; in no order.
   *
   * @throws RuntimeException when auth-service does not answer
   */
  List<Contact> of(List<UUID> accountIds) {
    Answer answer =
        auth.post()
            .uri("/internal/contacts")
            .body(new Question(accountIds))
            .retrieve()
            .body(Answer.class);
    return requireNonNull(answer, "an empty answer").items();
  }

  record Question(List<UUID> accountIds) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Answer(List<Contact> items) {}

  /** An account's address and language. Its text form hides the address. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Contact(UUID accountId, String address, @Nullable String language) {

    @Override
    public String toString() {
      return "Contact[" + accountId + "]";
    }
  }
}
