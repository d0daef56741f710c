package io.posthouse.billing.refund;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.audit.Audit;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.topup.PaidTopUp;
import io.posthouse.billing.topup.PaidTopUps;
import io.posthouse.billing.wallet.Chargebacks;
import io.posthouse.billing.wallet.Withdrawals;
import io.posthouse.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Refunds and chargebacks, from the asking to the sending. Thread-safe. */
@Component
@Transactional
class Refunds {

  private final RefundStore refunds;
  private final Withdrawals withdrawals;
  private final Chargebacks chargebacks;
  private final PaidTopUps topUps;
  private final RefundPolicy policy;
  private final RefundProperties properties;
  private final Audit audit;
  private final Clock clock;

  Refunds(
      RefundStore refunds,
      Withdrawals withdrawals,
      Chargebacks chargebacks,
      PaidTopUps topUps,
      @Value("${posthouse.refund-policy:non-refundable}") String policy,
      RefundProperties properties,
      Audit audit,
      Clock clock) {
    this.refunds = refunds;
    this.withdrawals = withdrawals;
    this.chargebacks = chargebacks;
    this.topUps = topUps;
    this.policy = RefundPolicy.of(policy);
    this.properties = properties;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * A customer asks for what is left of an order.
   *
   * @throws ProblemException 404 for another's order, 403 when the policy does not allow it, 409
   *     when nothing is left or a refund is under way
   */
  Refund request(UUID account, UUID topUpId, String reason, String person) {
    PaidTopUp topUp =
        topUps
            .find(topUpId)
            .filter(paid -> paid.accountId().equals(account))
            .orElseThrow(() -> ProblemException.notFound("paid top-up " + topUpId));
    if (policy == RefundPolicy.NON_REFUNDABLE) {
      throw new ProblemException(
          HttpStatus.FORBIDDEN, "not-refundable", "Paid top-ups are not refundable here.");
    }
    if (clock.instant().isAfter(topUp.paidAt().plus(properties.within()))) {
      throw new ProblemException(
          HttpStatus.FORBIDDEN,
          "refund-too-late",
          "A refund can be asked for within "
              + properties.within().toDays()
              + " days of the payment.");
    }
    return take(topUp, "request", reason, person, "requested");
  }

  /** An operator asks for a customer; another operator decides. The policy is not asked. */
  Refund propose(UUID topUpId, String reason, String person) {
    PaidTopUp topUp = find(topUpId);
    audit.record(person, "refund.asked", topUpId.toString(), reason);
    return take(topUp, "operator", reason, person, "requested");
  }

  /** What is left of an order at the service's end; empty when nothing is. */
  Optional<Refund> atTheEnd(PaidTopUp topUp, String person) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    return withdrawals
        .refund(topUp.accountId(), topUp.id(), id)
        .map(
            taken ->
                keep(id, topUp, taken, "termination", "The service ends.", person, "approved"));
  }

  private Refund take(PaidTopUp topUp, String cause, String reason, String person, String status) {
    if (refunds.isOpen(topUp.id())) {
      throw ProblemException.conflict("refund-open", "A refund of this top-up is under way.");
    }
    UUID id = UuidCreator.getTimeOrderedEpoch();
    Withdrawals.Taken taken =
        withdrawals
            .refund(topUp.accountId(), topUp.id(), id)
            .orElseThrow(
                () ->
                    ProblemException.conflict(
                        "nothing-left", "Nothing of this top-up is left to refund."));
    return keep(id, topUp, taken, cause, reason, person, status);
  }

  private Refund keep(
      UUID id,
      PaidTopUp topUp,
      Withdrawals.Taken taken,
      String cause,
      String reason,
      String person,
      String status) {
    refunds.insert(
        id,
        topUp.id(),
        topUp.accountId(),
        topUp.provider(),
        taken,
        cause,
        reason,
        status,
        person,
        clock.instant());
    return refunds.find(id).orElseThrow();
  }

  /**
   * An operator decides about a refund that waits: another than the one who asked.
   *
   * @throws ProblemException 404, 409 when it does not wait, 403 for the one who asked
   */
  Refund decide(UUID id, boolean approve, String person) {
    Refund refund = refunds.lock(id).orElseThrow(() -> ProblemException.notFound("refund " + id));
    if (!refund.status().equals("requested")) {
      throw ProblemException.conflict("already-decided", "The refund is " + refund.status() + ".");
    }
    if (refund.askedBy().equals(person)) {
      throw new ProblemException(
          HttpStatus.FORBIDDEN,
          "second-person-required",
          "Another person than the one who asked decides.");
    }
    settleDecision(refund, approve, person);
    return refunds.find(id).orElseThrow();
  }

  private void settleDecision(Refund refund, boolean approve, String person) {
    refunds.decide(refund.id(), approve ? "approved" : "rejected", person, clock.instant());
    if (!approve) {
      withdrawals.refundFailed(refund.accountId(), refund.topUpId(), refund.id(), taken(refund));
    }
    audit.record(
        person,
        approve ? "refund.approved" : "refund.rejected",
        refund.id().toString(),
        refund.amount().amount() + " CNY of top-up " + refund.topUpId());
  }

  /** The provider sent it. */
  void sent(UUID id) {
    Refund refund = refunds.lock(id).orElseThrow();
    if (!refund.status().equals("approved")) {
      return;
    }
    Withdrawals.Taken taken = taken(refund);
    withdrawals.refundSent(id, taken.cny());
    refunds.finish(id, "sent", null, clock.instant());
    topUps.refunded(find(refund.topUpId()), id, taken.cny(), taken.usd());
  }

  /** The provider will not send it: the money is the customer's again. */
  void failed(UUID id, String why) {
    Refund refund = refunds.lock(id).orElseThrow();
    if (!refund.status().equals("approved")) {
      return;
    }
    refunds.finish(id, "failed", why, clock.instant());
    withdrawals.refundFailed(refund.accountId(), refund.topUpId(), id, taken(refund));
  }

  /**
   * A provider took an order's payment back: a refund that waits for its second person is rejected,
   * so that the payer does not get the same money twice.
   *
   * @param chargebackId once per id
   * @param most CNY: what the provider took
   * @throws ProblemException 409 when all of it went back before, or while a refund is being sent,
   *     whose end decides how much there is to take
   */
  Withdrawals.Taken chargeback(
      PaidTopUp topUp, UUID chargebackId, Money most, String reason, String person) {
    refunds.lockOpen(topUp.id()).ifPresent(open -> endForChargeback(open, person));
    Withdrawals.Taken taken =
        chargebacks
            .take(topUp.accountId(), topUp.id(), chargebackId, most)
            .orElseThrow(
                () ->
                    ProblemException.conflict(
                        "nothing-left", "All of this top-up went back to the payer before."));
    audit.record(
        person,
        "chargeback.recorded",
        topUp.id().toString(),
        taken.cny() + ", not covered by the wallet: " + taken.uncovered() + ": " + reason);
    topUps.refunded(topUp, chargebackId, taken.cny(), taken.usd());
    return taken;
  }

  /**
   * An operator records that a provider took an order's payment back, all that is left of it.
   *
   * @throws ProblemException 404, and 409 as above
   */
  Withdrawals.Taken chargeback(UUID topUpId, String reason, String person) {
    PaidTopUp topUp = find(topUpId);
    return chargeback(topUp, byHand(topUpId), topUp.amount(), reason, person);
  }

  /** Whether nothing of an order's payment is left that could go back. */
  boolean isAllBack(PaidTopUp topUp) {
    return withdrawals.lots(topUp.accountId()).stream()
        .filter(lot -> lot.id().equals(topUp.id()))
        .noneMatch(lot -> lot.refundedCny().compareTo(lot.cny()) < 0);
  }

  /**
   * A payment that was taken back is there again.
   *
   * @throws ProblemException 409 when no such chargeback stands
   */
  Withdrawals.Taken givenAgain(PaidTopUp topUp, UUID chargebackId, String reason, String person) {
    Withdrawals.Taken back =
        chargebacks
            .giveAgain(topUp.accountId(), topUp.id(), chargebackId)
            .orElseThrow(
                () ->
                    ProblemException.conflict(
                        "no-chargeback", "No chargeback of this top-up stands."));
    audit.record(person, "chargeback.reversed", topUp.id().toString(), back.cny() + ": " + reason);
    topUps.restored(topUp, chargebackId, back.cny(), back.usd());
    return back;
  }

  /** An operator records that what they recorded as taken back is there again. */
  Withdrawals.Taken givenAgain(UUID topUpId, String reason, String person) {
    return givenAgain(find(topUpId), byHand(topUpId), reason, person);
  }

  /** The chargeback of an order that operators record: the last one, or the next. */
  private UUID byHand(UUID topUpId) {
    String name = "chargeback:" + topUpId;
    UUID id = named(name);
    for (int again = 2; chargebacks.isReversed(id); again++) {
      id = named(name + ":" + again);
    }
    return id;
  }

  private static UUID named(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private void endForChargeback(Refund open, String person) {
    if (!open.status().equals("requested")) {
      throw ProblemException.conflict(
          "refund-open",
          "A refund of this top-up is being sent. Record the chargeback when it is finished.");
    }
    settleDecision(open, false, person);
  }

  private PaidTopUp find(UUID topUpId) {
    return topUps
        .find(topUpId)
        .orElseThrow(() -> ProblemException.notFound("paid top-up " + topUpId));
  }

  private static Withdrawals.Taken taken(Refund refund) {
    return new Withdrawals.Taken(
        refund.debited().toMoney("debited", Currency.USD),
        refund.amount().toMoney("amount", Currency.CNY),
        Money.ZERO_USD);
  }
}
