package io.posthouse.notification.announcement;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.notification.notice.Category;
import io.posthouse.notification.notice.Notice;
import io.posthouse.notification.notice.Notices;
import io.posthouse.notification.pricechange.PriceChangeView;
import io.posthouse.notification.pricechange.PriceChanges;
import io.posthouse.notification.wording.Language;
import io.posthouse.notification.wording.Wording;
import io.posthouse.web.Items;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What is announced now, open to everyone, in the language that is asked for. */
@RestController
class AnnouncementController {

  private final Notices notices;
  private final PriceChanges priceChanges;
  private final Clock clock;

  AnnouncementController(Notices notices, PriceChanges priceChanges, Clock clock) {
    this.notices = notices;
    this.priceChanges = priceChanges;
    this.clock = clock;
  }

  @GetMapping("/api/announcements")
  ResponseEntity<Items<View>> list(
      @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false)
          @Nullable String accepted) {
    Language language = Language.accepted(accepted);
    List<Notice> shown = notices.shown(clock.instant());
    Map<UUID, PriceChangeView> changes =
        priceChanges
            .all(
                shown.stream()
                    .filter(notice -> notice.category() == Category.PRICE_CHANGE)
                    .map(Notice::announcementId)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet()))
            .stream()
            .collect(Collectors.toMap(PriceChangeView::id, Function.identity()));
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_LANGUAGE, language.tag())
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
        .body(
            Items.all(
                shown.stream()
                    .map(notice -> View.of(notice, changes.get(notice.announcementId()), language))
                    .toList()));
  }

  /**
   * An announcement in one language.
   *
   * @param priceChange the facts of a price change; absent for other announcements
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record View(
      @Nullable UUID id,
      Category category,
      String title,
      String body,
      Instant announcedAt,
      @Nullable PriceChange priceChange) {

    static View of(Notice notice, @Nullable PriceChangeView change, Language language) {
      Wording wording = notice.wordings().in(language);
      return new View(
          notice.announcementId(),
          notice.category(),
          wording.title(),
          wording.text(),
          notice.announcedAt(),
          change == null ? null : PriceChange.of(change, language));
    }
  }

  /** A price change's facts. */
  record PriceChange(
      String status,
      String channel,
      String oldMultiplier,
      String multiplier,
      Instant effectiveAt,
      String reason) {

    static PriceChange of(PriceChangeView change, Language language) {
      return new PriceChange(
          change.status().wire(),
          change.channel(),
          change.oldMultiplier(),
          change.multiplier(),
          change.effectiveAt(),
          change.reason().in(language));
    }
  }
}
