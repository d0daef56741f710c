package io.posthouse.notification.delivery;

import io.posthouse.notification.notice.Category;
import io.posthouse.notification.wording.LocalizedText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who was told what, when, by which way.
 *
 * @param announcementId null for a message to one account
 * @param title what was said, in short
 * @param status {@code queued}, {@code sent} or {@code failed}
 * @param toldAt null until told
 * @param lastError never holds an address
 */
record DeliveryView(
    String accountId,
    Way way,
    String status,
    int attempts,
    @Nullable Instant toldAt,
    @Nullable String lastError,
    String noticeId,
    @Nullable String announcementId,
    int revision,
    Category category,
    LocalizedText title) {}
