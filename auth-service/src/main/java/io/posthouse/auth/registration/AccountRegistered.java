package io.posthouse.auth.registration;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code auth.account-registered.v1}: the address of a new account is verified. Once per account.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AccountRegistered(
    UUID accountId,
    String language,
    @Nullable String invitationCode,
    @Nullable String device,
    @Nullable String network) {

  static final String TOPIC = "auth.account-registered.v1";
}
