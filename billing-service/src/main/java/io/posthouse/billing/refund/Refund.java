package io.posthouse.billing.refund;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.web.MoneyView;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A refund of what is left of a paid order.
 *
 * @param amount CNY, to the payer
 * @param debited USD, out of the wallet
 * @param cause {@code request|operator|termination}
 * @param status {@code requested|approved|sent|failed|rejected}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Refund(
    UUID id,
    UUID topUpId,
    UUID accountId,
    String provider,
    MoneyView amount,
    MoneyView debited,
    String cause,
    String reason,
    String status,
    String askedBy,
    Instant askedAt,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt,
    @Nullable String failure,
    @Nullable Instant finishedAt) {}
