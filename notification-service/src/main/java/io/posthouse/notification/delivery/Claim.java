package io.posthouse.notification.delivery;

import io.posthouse.notification.wording.Language;
import java.util.UUID;

/**
 * A queued mail that one sender holds a lease on.
 *
 * @param attempts how often it was tried before
 * @param refusals how many of those were refusals for good
 */
record Claim(
    UUID noticeId,
    UUID accountId,
    Language language,
    byte[] sealedAddress,
    int attempts,
    int refusals) {}
