package io.posthouse.notification.announcement;

import io.posthouse.notification.wording.LocalizedText;
import io.posthouse.web.Cursor;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** General announcements, for support staff. */
@RestController
@RequestMapping("/api/support/announcements")
class SupportAnnouncementController {

  private static final UUID LAST = new UUID(-1, -1);

  private final Announcements announcements;

  SupportAnnouncementController(Announcements announcements) {
    this.announcements = announcements;
  }

  @GetMapping
  Items<View> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int most = Cursor.limit(limit);
    UUID before = Optional.ofNullable(Cursor.decode(cursor)).map(UUID::fromString).orElse(LAST);
    return Items.page(
        announcements.newest(before, most + 1).stream().map(View::of).toList(),
        most,
        view -> view.id().toString());
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  View announce(Person person, @RequestBody AnnouncementRequest request) {
    return View.of(
        announcements.announce(request.readTitle(), request.readBody(), person.subject()));
  }

  record View(
      UUID id, LocalizedText title, LocalizedText body, Instant announcedAt, String announcedBy) {

    static View of(Announcement announcement) {
      return new View(
          announcement.getId(),
          announcement.title(),
          announcement.body(),
          announcement.announcedAt(),
          announcement.announcedBy());
    }
  }
}
