package io.posthouse.billing.audit;

import java.time.Instant;
import java.util.UUID;

/**
 * A deed.
 *
 * @param person the Keycloak subject of who did it; {@code system} for the service itself
 * @param action what, such as {@code credit.approved}
 * @param subject what it was done to, such as an account's or an order's id
 * @param details in words, with the amounts
 */
public record AuditEntry(
    UUID id, Instant at, String person, String action, String subject, String details) {}
