package io.posthouse.billing.credit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.web.MoneyView;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Credit that an operator gave, or asked for.
 *
 * @param status {@code waiting|posted|rejected}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ManualCredit(
    UUID id,
    UUID accountId,
    MoneyView amount,
    String reason,
    String status,
    String askedBy,
    Instant askedAt,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt) {}
