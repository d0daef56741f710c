package io.posthouse.notification.announcement;

import io.posthouse.notification.notice.Category;
import io.posthouse.notification.notice.Notice;
import io.posthouse.notification.notice.Notices;
import io.posthouse.notification.wording.Draft;
import io.posthouse.notification.wording.Layout;
import io.posthouse.notification.wording.LocalizedText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** General announcements. Thread-safe. */
@Service
class Announcements {

  private static final Duration SHOWN = Duration.ofDays(90);

  private final AnnouncementRepository announcements;
  private final Notices notices;
  private final Layout layout;
  private final Clock clock;

  Announcements(AnnouncementRepository announcements, Notices notices, Layout layout, Clock clock) {
    this.announcements = announcements;
    this.notices = notices;
    this.layout = layout;
    this.clock = clock;
  }

  /** Tells everyone. */
  @Transactional
  public Announcement announce(LocalizedText title, LocalizedText body, String by) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Announcement announcement = announcements.save(new Announcement(title, body, now, by));
    notices.publish(
        Notice.toEveryone(
            Category.ANNOUNCEMENT,
            announcement.getId(),
            1,
            layout.lay(
                language -> new Draft(title.in(language), List.of(body.in(language)), List.of())),
            now,
            now,
            now.plus(SHOWN)));
    return announcement;
  }

  List<Announcement> newest(UUID before, int most) {
    return announcements.findByIdLessThanOrderByIdDesc(before, Limit.of(most));
  }
}
