package io.posthouse.notification.notice;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.notification.wording.Wordings;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something said. All instants are on the business clock.
 *
 * @param id UUIDv7
 * @param announcementId the price change or announcement it belongs to; null for a message to one
 *     account
 * @param revision 1, and one more for each amendment
 * @param accountId whom it is for; null for everyone
 * @param byEmail whether it goes out by e-mail too
 * @param announcedAt when it went out
 * @param openUntil people who register before it are told too
 * @param shownUntil it is listed in public before it
 */
public record Notice(
    UUID id,
    Category category,
    @Nullable UUID announcementId,
    int revision,
    @Nullable UUID accountId,
    boolean byEmail,
    Wordings wordings,
    Instant announcedAt,
    Instant openUntil,
    Instant shownUntil) {

  /**
   * Registrations may reach this service late; a notice to everyone stays open for them at least
   * this long.
   */
  public static final Duration REGISTRATION_LAG = Duration.ofHours(1);

  /**
   * To everyone, in-site and by e-mail.
   *
   * @param openUntil is moved to {@link #REGISTRATION_LAG} after {@code announcedAt} when it is
   *     sooner
   */
  public static Notice toEveryone(
      Category category,
      UUID announcementId,
      int revision,
      Wordings wordings,
      Instant announcedAt,
      Instant openUntil,
      Instant shownUntil) {
    Instant soonest = announcedAt.plus(REGISTRATION_LAG);
    return new Notice(
        UuidCreator.getTimeOrderedEpoch(),
        category,
        announcementId,
        revision,
        null,
        true,
        wordings,
        announcedAt,
        openUntil.isBefore(soonest) ? soonest : openUntil,
        shownUntil);
  }

  /** To one account, in-site. */
  public static Notice to(UUID accountId, Category category, Wordings wordings, Instant now) {
    return new Notice(
        UuidCreator.getTimeOrderedEpoch(),
        category,
        null,
        1,
        accountId,
        false,
        wordings,
        now,
        now,
        now);
  }
}
