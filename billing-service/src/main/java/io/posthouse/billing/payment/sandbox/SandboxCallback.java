package io.posthouse.billing.payment.sandbox;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The body of a callback, as the sandbox writes it. Fields that somebody left out are null. */
record SandboxCallback(
    @Nullable String merchant,
    @Nullable UUID orderId,
    @Nullable String paymentId,
    @Nullable String status,
    @Nullable String amount,
    @Nullable String currency,
    @Nullable String paidAt) {}
