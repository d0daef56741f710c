package io.posthouse.referral.reward;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * A first paid top-up.
 *
 * @param credited USD, without bonus
 */
public record TopUp(UUID id, BigDecimal credited, Instant paidAt) {}
