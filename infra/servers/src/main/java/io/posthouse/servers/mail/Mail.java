package io.posthouse.servers.mail;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mail as it was received, decoded.
 *
 * @param from the sender's bare address; empty when there is none
 * @param to the bare address it was delivered to, one per delivery
 * @param subject decoded; empty when there is none
 * @param text the plain text part, decoded; null when the mail has none
 * @param html the HTML part, decoded; null when the mail has none
 * @param receivedAt when the sink took it
 */
public record Mail(
    String from,
    String to,
    String subject,
    @Nullable String text,
    @Nullable String html,
    Instant receivedAt) {}
