package io.posthouse.billing.pricing;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Announced changes of channels' multipliers, from the announcement to their effect (P24, I10).
 * Thread-safe.
 */
@Service
public class PriceChanges {

  /**
   * How much earlier than its sending an announcement may say it went out: what a commit takes, and
   * no more.
   */
  private static final Duration BACKDATING = Duration.ofMinutes(5);

  private final PriceChangeRepository changes;
  private final ChannelMultiplierRepository multipliers;
  private final PriceTouches touches;
  private final PriceChangeProperties properties;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  PriceChanges(
      PriceChangeRepository changes,
      ChannelMultiplierRepository multipliers,
      PriceTouches touches,
      PriceChangeProperties properties,
      ApplicationEventPublisher events,
      Clock clock) {
    this.changes = changes;
    this.multipliers = multipliers;
    this.touches = touches;
    this.properties = properties;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Takes an announcement, or an amendment of one. Its effect is scheduled for the announced
   * instant, or for now if that has passed on the way here. A revision seen before changes nothing.
   */
  @Transactional
  public void announced(Announcement announcement) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant effective = announcement.effectiveAt().isAfter(now) ? announcement.effectiveAt() : now;
    Optional<PriceChange> known = changes.lock(announcement.id());
    if (known.isPresent() && known.get().revision() >= announcement.revision()) {
      return;
    }
    String why = known.isEmpty() ? faultOf(announcement) : faultOf(announcement, known.get(), now);
    if (why != null) {
      if (known.isEmpty()) {
        changes.save(new PriceChange(announcement, effective, PriceChange.Status.REFUSED, now));
      }
      answer(announcement, PriceChange.Status.REFUSED, effective, why);
      return;
    }
    PriceChange change;
    if (known.isEmpty()) {
      change = new PriceChange(announcement, effective, PriceChange.Status.SCHEDULED, now);
    } else {
      change = known.get();
      supersede(change.getId(), now);
      change.amend(announcement, effective, now);
    }
    PriceChange saved = changes.save(change);
    multipliers.save(ChannelMultiplier.announced(UuidCreator.getTimeOrderedEpoch(), saved));
    touches.touch(new PriceTouched(PriceTouched.Kind.MULTIPLIER, saved.channel()));
    answer(announcement, PriceChange.Status.SCHEDULED, effective, null);
  }

  private void supersede(UUID announcementId, Instant now) {
    multipliers
        .scheduledBy(announcementId)
        .ifPresent(
            version -> {
              version.supersede(now);
              multipliers.save(version);
            });
  }

  private @Nullable String faultOf(Announcement announcement) {
    if (announcement.multiplier().signum() <= 0) {
      return "multiplier: " + announcement.multiplier().toPlainString() + " (expected: > 0)";
    }
    if (announcement.announcedAt().isBefore(announcement.sentAt().minus(BACKDATING))) {
      return "announcedAt: "
          + announcement.announcedAt()
          + ", but sent at "
          + announcement.sentAt()
          + " (expected: not back-dated)";
    }
    Instant earliest = announcement.announcedAt().plus(properties.notice());
    if (announcement.effectiveAt().isBefore(earliest)) {
      return "effectiveAt: "
          + announcement.effectiveAt()
          + " (expected: at or after "
          + earliest
          + ", "
          + properties.notice().toHours()
          + " hours after the announcement)";
    }
    return null;
  }

  private static @Nullable String faultOf(
      Announcement amendment, PriceChange standing, Instant now) {
    if (standing.status() != PriceChange.Status.SCHEDULED
        || !now.isBefore(standing.effectiveAt())) {
      return "revision: the change is "
          + standing.status().code()
          + " (expected: an amendment of one that is scheduled)";
    }
    if (!amendment.channel().equals(standing.channel())) {
      return "channel: " + amendment.channel() + " (expected: " + standing.channel() + ")";
    }
    if (amendment.multiplier().signum() <= 0
        || amendment.multiplier().compareTo(standing.multiplier()) > 0) {
      return "multiplier: "
          + amendment.multiplier().toPlainString()
          + " (expected: at most the announced "
          + standing.multiplier().stripTrailingZeros().toPlainString()
          + ")";
    }
    if (amendment.effectiveAt().isBefore(standing.effectiveAt())) {
      return "effectiveAt: "
          + amendment.effectiveAt()
          + " (expected: not before the announced "
          + standing.effectiveAt()
          + ")";
    }
    return null;
  }

  /**
   * Takes back an announcement that is not in force. One that is in force or refused stays as it
   * is; one that is unknown is remembered as withdrawn, so that its announcement, if it comes after
   * its withdrawal, changes nothing.
   *
   * @param withdrawal the announcement's fields, with the withdrawal's revision
   */
  @Transactional
  public void withdrawn(Announcement withdrawal) {
    Instant now = clock.instant();
    Optional<PriceChange> known = changes.lock(withdrawal.id());
    if (known.isEmpty()) {
      changes.save(
          new PriceChange(withdrawal, withdrawal.effectiveAt(), PriceChange.Status.WITHDRAWN, now));
      answer(withdrawal, PriceChange.Status.WITHDRAWN, withdrawal.effectiveAt(), null);
      return;
    }
    PriceChange change = known.get();
    if (change.status() != PriceChange.Status.SCHEDULED || !now.isBefore(change.effectiveAt())) {
      return;
    }
    supersede(change.getId(), now);
    change.withdraw(withdrawal.revision());
    changes.save(change);
    touches.touch(new PriceTouched(PriceTouched.Kind.MULTIPLIER, change.channel()));
    answer(change, PriceChange.Status.WITHDRAWN);
  }

  /**
   * Marks changes whose time has come as in force, and says so. Charges do not wait for it: they go
   * by the versions.
   *
   * @return how many
   */
  @Transactional
  public int takeEffect() {
    int count = 0;
    for (UUID due : changes.due(clock.instant())) {
      PriceChange change = changes.lock(due).orElseThrow();
      if (change.status() == PriceChange.Status.SCHEDULED) {
        change.takeEffect();
        changes.save(change);
        touches.touch(new PriceTouched(PriceTouched.Kind.MULTIPLIER, change.channel()));
        answer(change, PriceChange.Status.IN_FORCE);
        count++;
      }
    }
    return count;
  }

  /** Changes that are announced and not in force yet, soonest first. */
  @Transactional(readOnly = true)
  public List<PriceChange> toCome() {
    return changes.toCome(clock.instant());
  }

  private void answer(PriceChange change, PriceChange.Status status) {
    events.publishEvent(
        new PriceChangeAnswered(
            change.getId(),
            change.revision(),
            change.channel(),
            status,
            change.effectiveAt(),
            null));
  }

  private void answer(
      Announcement announcement,
      PriceChange.Status status,
      Instant effective,
      @Nullable String why) {
    events.publishEvent(
        new PriceChangeAnswered(
            announcement.id(),
            announcement.revision(),
            announcement.channel(),
            status,
            effective,
            why));
  }
}
