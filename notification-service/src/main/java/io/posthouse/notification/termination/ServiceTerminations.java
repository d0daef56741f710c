package io.posthouse.notification.termination;

import io.posthouse.notification.notice.Category;
import io.posthouse.notification.notice.Notice;
import io.posthouse.notification.notice.Notices;
import io.posthouse.notification.wording.Draft;
import io.posthouse.notification.wording.Draft.Fact;
import io.posthouse.notification.wording.Language;
import io.posthouse.notification.wording.Layout;
import io.posthouse.notification.wording.Phrases;
import io.posthouse.outbox.Event;
import io.posthouse.outbox.Inbox;
import io.posthouse.outbox.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Announces the service's end once it was decided, and that it goes on after all. Thread-safe. */
@Component
class ServiceTerminations {

  static final String DECIDED = "billing.service-termination-decided.v1";
  static final String WITHDRAWN = "billing.service-termination-withdrawn.v1";

  private static final Duration NOTICE = Duration.ofDays(7);
  private static final Duration SHOWN_AFTERWARDS = Duration.ofDays(90);
  private static final Duration WITHDRAWAL_SHOWN = Duration.ofDays(30);

  /** The event carries the time of the commit's beginning; billing counts from there. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final Notices notices;
  private final Layout layout;
  private final Phrases phrases;
  private final TerminationState state;
  private final Inbox inbox;
  private final Outbox outbox;
  private final Clock clock;

  ServiceTerminations(
      Notices notices,
      Layout layout,
      Phrases phrases,
      TerminationState state,
      Inbox inbox,
      Outbox outbox,
      Clock clock) {
    this.notices = notices;
    this.layout = layout;
    this.phrases = phrases;
    this.state = state;
    this.inbox = inbox;
    this.outbox = outbox;
    this.clock = clock;
  }

  @KafkaListener(topics = DECIDED)
  @Transactional
  public void decided(ConsumerRecord<String, byte[]> record) {
    Event event = Event.of(record);
    if (inbox.firstTime(event.id(), event.type())) {
      Decided decision = event.as(Decided.class);
      TerminationState.Told told = state.lock(decision.terminationId());
      if (told.endsAt() == null && told.withdrawnAt() == null) {
        announce(decision);
      }
    }
  }

  /** Withdrawn before anybody was told: then nobody is told anything. */
  @KafkaListener(topics = WITHDRAWN)
  @Transactional
  public void withdrawn(ConsumerRecord<String, byte[]> record) {
    Event event = Event.of(record);
    if (inbox.firstTime(event.id(), event.type())) {
      UUID id = event.as(Withdrawn.class).terminationId();
      TerminationState.Told told = state.lock(id);
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      if (told.withdrawnAt() == null) {
        state.withdrawn(id, now);
        Instant endsAt = told.endsAt();
        if (endsAt != null) {
          announceWithdrawal(id, endsAt, now);
        }
      }
    }
  }

  private void announceWithdrawal(UUID id, Instant endsAt, Instant now) {
    notices.supersede(id, now);
    notices.publish(
        Notice.toEveryone(
            Category.ANNOUNCEMENT,
            id,
            2,
            layout.lay(language -> withdrawal(endsAt, language)),
            now,
            now,
            now.plus(WITHDRAWAL_SHOWN)));
  }

  private Draft withdrawal(Instant endsAt, Language language) {
    return new Draft(
        phrases.get(language, "termination.withdrawn.title"),
        List.of(
            phrases.get(language, "termination.withdrawn", phrases.instant(language, endsAt)),
            phrases.get(language, "termination.withdrawn.calls")),
        List.of());
  }

  private void announce(Decided decision) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant endsAt =
        now.plus(NOTICE).plus(MARGIN).truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    notices.publish(
        Notice.toEveryone(
            Category.ANNOUNCEMENT,
            decision.terminationId(),
            1,
            layout.lay(language -> draft(decision.reason(), endsAt, language)),
            now,
            endsAt,
            endsAt.plus(SHOWN_AFTERWARDS)));
    state.announced(decision.terminationId(), endsAt);
    outbox.append(
        TerminationTopic.ANNOUNCED, "all", new Announced(decision.terminationId(), now, endsAt));
  }

  private Draft draft(String reason, Instant endsAt, Language language) {
    String end = phrases.instant(language, endsAt);
    return new Draft(
        phrases.get(language, "termination.title"),
        List.of(
            phrases.get(language, "termination.calls", end),
            phrases.get(language, "termination.refunds")),
        List.of(
            new Fact(phrases.get(language, "termination.end"), end),
            new Fact(phrases.get(language, "termination.reason"), reason)));
  }

  /**
   * What this service reads of {@code billing.service-termination-decided.v1}.
   *
   * @param reason as the operator wrote it, in whatever language
   */
  record Decided(UUID terminationId, String reason) {}

  /** What this service reads of {@code billing.service-termination-withdrawn.v1}. */
  record Withdrawn(UUID terminationId) {}

  /** {@code notification.service-termination-announced.v1}. */
  record Announced(UUID terminationId, Instant announcedAt, Instant endsAt) {}
}
