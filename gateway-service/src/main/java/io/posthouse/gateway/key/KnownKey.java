package io.posthouse.gateway.key;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key as auth-service knows it. Holds no secret.
 *
 * @param accountActive whether the account lets calls through
 * @param channels the key's own channels, in its order; empty for no list
 * @param models the models it may use; empty for no list
 * @param allowedIps where it may be used from
 * @param spendLimit or null
 * @param expiresAt on the business clock; null for never
 * @param version grows with every change of the key
 */
public record KnownKey(
    String keyId,
    String accountId,
    KeyStatus status,
    boolean accountActive,
    List<String> channels,
    List<String> models,
    AddressRanges allowedIps,
    @Nullable SpendLimit spendLimit,
    @Nullable Instant expiresAt,
    long version) {

  /** Copies the lists. */
  public KnownKey {
    channels = List.copyOf(channels);
    models = List.copyOf(models);
  }

  KnownKey withAccountActive(boolean active) {
    return new KnownKey(
        keyId,
        accountId,
        status,
        active,
        channels,
        models,
        allowedIps,
        spendLimit(),
        expiresAt(),
        version);
  }
}
