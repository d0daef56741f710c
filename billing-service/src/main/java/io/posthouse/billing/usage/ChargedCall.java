package io.posthouse.billing.usage;

import java.time.Instant;
import java.util.UUID;

/**
 * A call that was recorded, as far as correcting its charge needs it.
 *
 * @param model the requested one
 * @param startedAt on the business clock
 */
public record ChargedCall(
    UUID requestId, UUID accountId, UUID keyId, String model, Instant startedAt) {}
