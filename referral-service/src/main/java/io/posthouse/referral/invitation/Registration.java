package io.posthouse.referral.invitation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's registration, as auth-service told it.
 *
 * @param code what they typed; perhaps no code at all
 * @param device a hash of the device, where there is one
 * @param network a hash of the network, where there is one
 */
public record Registration(
    UUID accountId,
    @Nullable String code,
    @Nullable String device,
    @Nullable String network,
    Instant at) {}
