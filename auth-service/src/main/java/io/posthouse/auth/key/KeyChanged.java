package io.posthouse.auth.key;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.auth.account.AccountStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code auth.key-changed.v1}: the whole state of a key but for its secret. Compacted by key id.
 *
 * @param allowedIps in CIDR notation
 * @param version grows with every change of this key
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record KeyChanged(
    UUID keyId,
    String publicId,
    UUID accountId,
    KeyStatus status,
    String name,
    List<String> models,
    List<String> channels,
    List<String> allowedIps,
    @Nullable SpendLimit spendLimit,
    @Nullable Instant expiresAt,
    long version) {

  static final String TOPIC = "auth.key-changed.v1";

  static KeyChanged of(ApiKey key, AccountStatus account) {
    KeyTerms terms = key.terms();
    return new KeyChanged(
        key.id(),
        key.publicId(),
        key.accountId(),
        KeyStatus.of(key, account),
        terms.name(),
        terms.models(),
        terms.channels(),
        key.cidrs(),
        terms.spendLimit(),
        terms.expiresAt(),
        key.version());
  }
}
