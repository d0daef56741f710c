package io.posthouse.notification.notice;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message in somebody's inbox, in their language.
 *
 * @param readAt null until it is read
 */
record InboxMessage(
    String id,
    Category category,
    String title,
    String body,
    Instant createdAt,
    @Nullable Instant readAt) {}
