package io.posthouse.gateway.directory;

import io.posthouse.gateway.key.AddressRanges;
import io.posthouse.gateway.key.KeyStatus;
import io.posthouse.gateway.key.KnownKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our own copy of {@code auth.key-changed.v1}. */
record KeyChanged(
    String keyId,
    String accountId,
    String status,
    @Nullable List<String> channels,
    @Nullable List<String> models,
    @Nullable List<String> allowedIps,
    KeyReply.@Nullable Limit spendLimit,
    @Nullable Instant expiresAt,
    long version) {

  static final String TOPIC = "auth.key-changed.v1";

  KnownKey toKey() {
    KeyReply.Limit limit = spendLimit();
    return new KnownKey(
        keyId,
        accountId,
        KeyStatus.of(status),
        true,
        KeyReply.orEmpty(channels()),
        KeyReply.orEmpty(models()),
        AddressRanges.of(KeyReply.orEmpty(allowedIps())),
        limit == null ? null : limit.toLimit(),
        expiresAt(),
        version);
  }
}
