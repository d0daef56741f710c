package io.posthouse.notification.pricechange;

import io.posthouse.web.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What may still be changed of a change that customers were told of (P24): nothing that makes a
 * call dearer, or keeps it dear, with less than the full notice. Pure.
 */
record AmendmentRules(NoticePeriod notice) {

  /** So long before its instant a change is settled: relays may hold its price already. */
  static final Duration SETTLED = Duration.ofMinutes(5);

  /**
   * Whether an open change may become the proposal.
   *
   * @param channelsOpen the channel's announced changes that are still to come, with this one
   * @throws ProblemException 422 that says which rule is in the way
   */
  void requireAmendable(
      PriceChange change, Proposal proposal, List<PriceChange> channelsOpen, Instant now) {
    requireNotSettled(change, now);
    if (proposal.effectiveAt().isBefore(change.effectiveAt())) {
      throw refused(
          "effectiveAt: %s (expected: %s or later: a change can be put off, never brought forward)"
              .formatted(proposal.effectiveAt(), change.effectiveAt()));
    }
    if (change.isIncrease()) {
      requireLowerIncrease(change, proposal);
    } else {
      requireSameDecrease(change, proposal, now);
    }
    requireSameOrder(change, proposal, channelsOpen);
  }

  /**
   * Whether an open change may be taken back.
   *
   * @throws ProblemException 422 that says which rule is in the way
   */
  void requireWithdrawable(PriceChange change, Instant now) {
    requireNotSettled(change, now);
    if (!change.isIncrease()) {
      requireFullNotice(change, now);
    }
  }

  private static void requireLowerIncrease(PriceChange change, Proposal proposal) {
    if (proposal.multiplier().compareTo(change.multiplier()) > 0
        || proposal.multiplier().compareTo(change.oldMultiplier()) < 0) {
      throw refused(
          "multiplier: %s (expected: %s to %s: an amendment may only lower the increase)"
              .formatted(
                  proposal.multiplier().toPlainString(),
                  change.oldMultiplier().toPlainString(),
                  change.multiplier().toPlainString()));
    }
  }

  private void requireSameDecrease(PriceChange change, Proposal proposal, Instant now) {
    if (proposal.multiplier().compareTo(change.multiplier()) != 0) {
      throw refused(
          "multiplier: %s (expected: %s: an announced decrease keeps its multiplier; announce a further change)"
              .formatted(
                  proposal.multiplier().toPlainString(), change.multiplier().toPlainString()));
    }
    if (proposal.effectiveAt().isAfter(change.effectiveAt())) {
      requireFullNotice(change, now);
    }
  }

  private void requireFullNotice(PriceChange change, Instant now) {
    if (!notice.suffices(now, change.effectiveAt())) {
      throw refused(
          ("effectiveAt: the decrease is due at %s (expected: %s or more ahead: putting off or taking back a decrease acts like an"
                  + " increase and needs the same notice)")
              .formatted(change.effectiveAt(), notice.spoken()));
    }
  }

  private static void requireSameOrder(
      PriceChange change, Proposal proposal, List<PriceChange> channelsOpen) {
    for (PriceChange other : channelsOpen) {
      if (other.effectiveAt().isAfter(change.effectiveAt())
          && !other.effectiveAt().isAfter(proposal.effectiveAt())) {
        throw refused(
            "effectiveAt: %s (expected: before %s, when the channel's next announced change %s takes effect)"
                .formatted(proposal.effectiveAt(), other.effectiveAt(), other.id()));
      }
    }
  }

  private static void requireNotSettled(PriceChange change, Instant now) {
    if (now.isAfter(change.effectiveAt().minus(SETTLED))) {
      throw refused(
          "effectiveAt: %s (expected: more than %s minutes ahead: the change is in force or about to be)"
              .formatted(change.effectiveAt(), SETTLED.toMinutes()));
    }
  }

  private static ProblemException refused(String message) {
    return ProblemException.unprocessable("amendment-not-allowed", message);
  }
}
