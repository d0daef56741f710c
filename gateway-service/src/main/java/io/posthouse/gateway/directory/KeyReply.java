package io.posthouse.gateway.directory;

import io.posthouse.gateway.key.AddressRanges;
import io.posthouse.gateway.key.KeyStatus;
import io.posthouse.gateway.key.KnownKey;
import io.posthouse.gateway.key.SpendLimit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our own copy of auth-service's answer. */
record KeyReply(
    String keyId,
    String accountId,
    String keyStatus,
    String accountStatus,
    @Nullable List<String> channels,
    @Nullable List<String> models,
    @Nullable List<String> allowedIps,
    @Nullable Limit spendLimit,
    @Nullable Instant expiresAt,
    long version) {

  static final String ACTIVE = "active";

  record Limit(Money amount, String period) {

    SpendLimit toLimit() {
      return new SpendLimit(amount.amount(), amount.currency(), period);
    }
  }

  record Money(String amount, String currency) {}

  KnownKey toKey() {
    Limit limit = spendLimit();
    return new KnownKey(
        keyId,
        accountId,
        KeyStatus.of(keyStatus),
        ACTIVE.equals(accountStatus),
        orEmpty(channels()),
        orEmpty(models()),
        AddressRanges.of(orEmpty(allowedIps())),
        limit == null ? null : limit.toLimit(),
        expiresAt(),
        version);
  }

  static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }
}
