package io.posthouse.billing.credit;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.audit.Audit;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.usage.ChargedCall;
import io.posthouse.billing.wallet.BonusKind;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.web.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Credit that operators give, as a present or as a correction of a call's charge; above a limit
 * with a second person. Thread-safe.
 */
@Component
@Transactional
class ManualCredits {

  private final ManualCreditStore credits;
  private final Wallets wallets;
  private final ChargeCorrections corrections;
  private final CreditProperties properties;
  private final Audit audit;
  private final Clock clock;

  ManualCredits(
      ManualCreditStore credits,
      Wallets wallets,
      ChargeCorrections corrections,
      CreditProperties properties,
      Audit audit,
      Clock clock) {
    this.credits = credits;
    this.wallets = wallets;
    this.corrections = corrections;
    this.properties = properties;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Credits at once, or asks a second person.
   *
   * @param amount USD, above zero
   * @throws ProblemException 404 for an unknown account
   */
  ManualCredit ask(UUID account, Money amount, String reason, String person) {
    if (wallets.find(account).isEmpty()) {
      throw ProblemException.notFound("account " + account);
    }
    return ask(account, null, amount, reason, person);
  }

  /**
   * Gives a part of a call's charge back at once, or asks a second person.
   *
   * @param amount USD, above zero
   * @param reason the customer's receipt shows it
   * @throws ProblemException 404 for an unknown call, 409 when it is more than what is left of the
   *     charge, or nothing can be given back any more
   */
  ManualCredit correct(UUID requestId, Money amount, String reason, String person) {
    ChargedCall call = corrections.find(requestId);
    return ask(call.accountId(), requestId, amount, reason, person);
  }

  private ManualCredit ask(
      UUID account, @Nullable UUID requestId, Money amount, String reason, String person) {
    boolean waits = properties.needsSecondPerson(amount);
    UUID id = UuidCreator.getTimeOrderedEpoch();
    credits.insert(id, account, requestId, amount, reason, waits, person, clock.instant());
    ManualCredit credit = credits.find(id).orElseThrow();
    record(credit, waits ? "asked" : "posted", person);
    if (!waits) {
      post(credit);
    }
    return credit;
  }

  /**
   * A second person's word on a credit that waits.
   *
   * @throws ProblemException 404, 409 when it does not wait any more or cannot be posted, 403 for
   *     the one who asked
   */
  ManualCredit decide(ManualCredit.Purpose purpose, UUID id, boolean approve, String person) {
    ManualCredit credit =
        credits
            .lock(id)
            .filter(known -> known.purpose() == purpose)
            .orElseThrow(() -> ProblemException.notFound(purpose.word() + " " + id));
    if (!credit.waits()) {
      throw ProblemException.conflict(
          "already-decided", "The " + purpose.word() + " is " + credit.status() + " already.");
    }
    if (credit.askedBy().equals(person)) {
      throw new ProblemException(
          HttpStatus.FORBIDDEN,
          "second-person-required",
          "Another operator than the one who asked decides.");
    }
    credits.decide(id, approve, person, clock.instant());
    record(credit, approve ? "approved" : "rejected", person);
    if (approve) {
      post(credit);
    }
    return credits.find(id).orElseThrow();
  }

  private void post(ManualCredit credit) {
    Money amount = credit.amount().toMoney("amount", Currency.USD);
    UUID requestId = credit.requestId();
    if (requestId == null) {
      wallets.creditBonus(
          credit.accountId(), amount, credit.id().toString(), BonusKind.MANUAL_CREDIT);
    } else {
      corrections.post(credit.id(), requestId, amount, credit.reason());
    }
  }

  private void record(ManualCredit credit, String deed, String person) {
    UUID requestId = credit.requestId();
    audit.record(
        person,
        credit.purpose().word() + "." + deed,
        credit.accountId().toString(),
        credit.amount().amount()
            + " USD"
            + (requestId == null ? "" : " of call " + requestId)
            + ": "
            + credit.reason());
  }

  /** Newest first. */
  @Transactional(readOnly = true)
  List<ManualCredit> list(ManualCredit.Purpose purpose, UUID before, int limit) {
    return credits.list(purpose, before, limit);
  }
}
