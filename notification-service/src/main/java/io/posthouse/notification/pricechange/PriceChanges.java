package io.posthouse.notification.pricechange;

import io.posthouse.outbox.Outbox;
import io.posthouse.web.ProblemException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.data.domain.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Announces, amends and withdraws price changes. Thread-safe, over all instances: one change of a
 * channel at a time.
 */
@Service
public class PriceChanges {

  private static final Set<Status> OPEN = EnumSet.of(Status.ANNOUNCED, Status.SCHEDULED);
  private static final Set<Status> TAKEN =
      EnumSet.of(Status.PENDING, Status.ANNOUNCED, Status.SCHEDULED);
  private static final Duration FARTHEST = Duration.ofDays(731);
  private static final UUID LAST = new UUID(-1, -1);

  private final PriceChangeRepository changes;
  private final PriceChangeNotices notices;
  private final BillingPrices billing;
  private final Outbox outbox;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Clock clock;
  private final NoticePeriod notice;
  private final AmendmentRules rules;
  private final boolean secondPerson;

  PriceChanges(
      PriceChangeRepository changes,
      PriceChangeNotices notices,
      BillingPrices billing,
      Outbox outbox,
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Clock clock,
      PriceChangeProperties properties) {
    this.changes = changes;
    this.notices = notices;
    this.billing = billing;
    this.outbox = outbox;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
    this.notice = new NoticePeriod(properties.notice());
    this.rules = new AmendmentRules(notice);
    this.secondPerson = properties.secondPerson();
  }

  /** Of these changes, those that there are. */
  public List<PriceChangeView> all(Set<UUID> ids) {
    return changes.findAllById(ids).stream().map(PriceChangeView::of).toList();
  }

  List<PriceChangeView> newest(Optional<UUID> before, int most) {
    return changes.findByIdLessThanOrderByIdDesc(before.orElse(LAST), Limit.of(most)).stream()
        .map(PriceChangeView::of)
        .toList();
  }

  Optional<PriceChangeView> find(UUID id) {
    return changes.findById(id).map(PriceChangeView::of);
  }

  /**
   * Announces a change to everyone, or sets it before a second person. The notice is checked before
   * billing is asked, to refuse early, and again with the instant that is kept.
   *
   * @throws ProblemException 422 for less notice than is due or an unknown channel, 409 when the
   *     channel already changes at that instant, 503 when billing does not answer
   */
  PriceChangeView announce(Proposal asked, String by) {
    Proposal proposal = storable(asked);
    requireNotice(proposal.effectiveAt());
    BigDecimal now =
        billing
            .multiplier(proposal.channel(), clock.instant())
            .orElseThrow(
                () ->
                    ProblemException.unprocessable(
                        "unknown-channel",
                        "channel: '"
                            + proposal.channel()
                            + "' has no price (expected: a channel's name)"));
    return inChannel(
        proposal.channel(),
        () -> {
          requireFree(proposal.channel(), proposal.effectiveAt());
          PriceChange change =
              new PriceChange(proposal, before(proposal, open(proposal.channel()), now), by);
          requireChange(change);
          if (secondPerson) {
            requireNotice(proposal.effectiveAt());
            return PriceChangeView.of(changes.saveAndFlush(change));
          }
          return goOut(change);
        });
  }

  /**
   * A second person agrees: the change goes out, and the notice counts from now.
   *
   * @throws ProblemException 403 for the one who proposed it, 409 when it does not wait for
   *     anybody, 422 when the notice would now be too short
   */
  PriceChangeView confirm(UUID id, String by) {
    return inChannel(
        channelOf(id),
        () -> {
          PriceChange change = changes.findById(id).orElseThrow();
          if (change.status() != Status.PENDING) {
            throw ProblemException.conflict(
                "not-pending", "status: " + change.status().wire() + " (expected: pending)");
          }
          if (change.proposedBy().equals(by)) {
            throw new ProblemException(
                HttpStatus.FORBIDDEN,
                "second-person",
                "The one who proposed a price change cannot confirm it (expected: another support person).");
          }
          change.confirmedBy(by);
          return goOut(change);
        });
  }

  /**
   * Lowers an announced increase, or puts a change off; it is announced again, as a further
   * revision.
   *
   * @throws ProblemException 422 for anything else, 409 when the change is not open
   */
  PriceChangeView amend(UUID id, PriceChangeRequest request) {
    return inChannel(
        channelOf(id),
        () -> {
          PriceChange change = changes.findById(id).orElseThrow();
          requireOpen(change, "amended");
          Proposal proposal = storable(request.amending(change));
          Instant now = clock.instant();
          List<PriceChange> open = open(change.channel());
          rules.requireAmendable(change, proposal, open, now);
          if (proposal.effectiveAt().isAfter(change.effectiveAt())) {
            requireNotTooFar(proposal.effectiveAt(), now);
            requireFree(change.channel(), proposal.effectiveAt());
          }
          change.amend(proposal.multiplier(), proposal.effectiveAt(), proposal.reason());
          changes.saveAndFlush(change);
          relink(change.channel());
          notices.amended(change, NoticePeriod.announcedAt(now));
          PriceChangeEvents.announced(outbox, change);
          return PriceChangeView.of(change);
        });
  }

  /**
   * Takes a change back; everyone who was told of it is told.
   *
   * @throws ProblemException 422 when it is too late for that, 409 when it is over already
   */
  PriceChangeView withdraw(UUID id) {
    return inChannel(
        channelOf(id),
        () -> {
          PriceChange change = changes.findById(id).orElseThrow();
          Instant now = NoticePeriod.announcedAt(clock.instant());
          if (change.status() == Status.PENDING) {
            change.withdraw(now);
            return PriceChangeView.of(changes.saveAndFlush(change));
          }
          requireOpen(change, "withdrawn");
          rules.requireWithdrawable(change, now);
          BigDecimal stays = change.oldMultiplier();
          change.withdraw(now);
          changes.saveAndFlush(change);
          open(change.channel()).stream()
              .filter(later -> later.effectiveAt().isAfter(change.effectiveAt()))
              .findFirst()
              .ifPresent(later -> later.follows(stays));
          notices.withdrawn(change, now);
          PriceChangeEvents.withdrawn(outbox, change);
          return PriceChangeView.of(change);
        });
  }

  private PriceChangeView goOut(PriceChange change) {
    Instant out = NoticePeriod.announcedAt(clock.instant());
    notice.require(out, change.effectiveAt());
    change.goOut(out);
    PriceChange saved = changes.saveAndFlush(change);
    relink(saved.channel());
    notices.announced(saved);
    PriceChangeEvents.announced(outbox, saved);
    return PriceChangeView.of(saved);
  }

  /** Each later change follows on the one before it. */
  private void relink(String channel) {
    List<PriceChange> open = open(channel);
    for (int i = 1; i < open.size(); i++) {
      open.get(i).follows(open.get(i - 1).multiplier());
    }
  }

  private static BigDecimal before(Proposal proposal, List<PriceChange> open, BigDecimal now) {
    return open.stream()
        .filter(change -> change.effectiveAt().isBefore(proposal.effectiveAt()))
        .reduce((earlier, later) -> later)
        .map(PriceChange::multiplier)
        .orElse(now);
  }

  private List<PriceChange> open(String channel) {
    return changes.findByChannelAndStatusInOrderByEffectiveAt(channel, OPEN);
  }

  private String channelOf(UUID id) {
    return find(id)
        .map(PriceChangeView::channel)
        .orElseThrow(() -> ProblemException.notFound("price change " + id));
  }

  /** One transaction, under a lock on the channel, so that its changes see each other. */
  private PriceChangeView inChannel(String channel, Supplier<PriceChangeView> step) {
    PriceChangeView view =
        transactions.execute(
            status -> {
              jdbc.sql(
                      "select pg_advisory_xact_lock(hashtextextended('price-change:' || :channel, 0))")
                  .param("channel", channel)
                  .query((row, n) -> 1)
                  .single();
              return step.get();
            });
    if (view == null) {
      throw new IllegalStateException("a transaction without a result");
    }
    return view;
  }

  private void requireNotice(Instant effectiveAt) {
    Instant now = clock.instant();
    notice.require(NoticePeriod.announcedAt(now), effectiveAt);
    requireNotTooFar(effectiveAt, now);
  }

  private static void requireNotTooFar(Instant effectiveAt, Instant now) {
    if (effectiveAt.isAfter(now.plus(FARTHEST))) {
      throw ProblemException.unprocessable(
          "invalid-effective-at",
          "effectiveAt: "
              + effectiveAt
              + " (expected: at most "
              + FARTHEST.toDays()
              + " days ahead)");
    }
  }

  private void requireFree(String channel, Instant effectiveAt) {
    changes.findByChannelAndStatusInOrderByEffectiveAt(channel, TAKEN).stream()
        .filter(change -> change.effectiveAt().equals(effectiveAt))
        .findFirst()
        .ifPresent(
            taken -> {
              throw ProblemException.conflict(
                  "price-change-exists",
                  "effectiveAt: "
                      + effectiveAt
                      + " (expected: another instant: price change "
                      + taken.id()
                      + " of this channel takes effect then; amend or withdraw it)");
            });
  }

  private static void requireChange(PriceChange change) {
    if (change.multiplier().compareTo(change.oldMultiplier()) == 0) {
      throw ProblemException.unprocessable(
          "invalid-multiplier",
          "multiplier: "
              + change.multiplier().toPlainString()
              + " (expected: another than what the channel has then: "
              + change.oldMultiplier().toPlainString()
              + ")");
    }
  }

  private static void requireOpen(PriceChange change, String verb) {
    if (!change.isOpen()) {
      throw ProblemException.conflict(
          "not-open",
          "status: "
              + change.status().wire()
              + " (expected: announced or scheduled, for a change to be "
              + verb
              + ")");
    }
  }

  /**
   * The database keeps microseconds; what is cut off is never to the customers' cost by more than
   * that.
   */
  private static Proposal storable(Proposal proposal) {
    return new Proposal(
        proposal.channel(),
        proposal.multiplier(),
        proposal.effectiveAt().truncatedTo(ChronoUnit.MICROS),
        proposal.reason());
  }
}
