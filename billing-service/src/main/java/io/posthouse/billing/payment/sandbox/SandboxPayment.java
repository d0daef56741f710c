package io.posthouse.billing.payment.sandbox;

import io.posthouse.billing.money.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the sandbox was asked to collect.
 *
 * @param outcome {@code paid}, {@code declined}, or null while no button was pressed
 * @param paymentId the sandbox's own number, once decided
 */
record SandboxPayment(
    UUID orderId,
    Money amount,
    Instant expiresAt,
    @Nullable String outcome,
    @Nullable String paymentId,
    @Nullable Instant decidedAt) {}
