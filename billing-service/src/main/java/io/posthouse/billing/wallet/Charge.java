package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rated call that is not posted yet.
 *
 * @param keyId the key that called
 * @param leaseId what its money was set aside in; null when unknown
 * @param amount USD, zero or more
 * @param startedAt business time; says in which period it counts for the key
 */
public record Charge(
    UUID requestId,
    UUID accountId,
    UUID keyId,
    @Nullable UUID leaseId,
    Money amount,
    Instant startedAt) {}
