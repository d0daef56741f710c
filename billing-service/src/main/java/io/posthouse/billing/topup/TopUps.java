package io.posthouse.billing.topup;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.PaymentProvider;
import io.posthouse.billing.payment.PaymentProviders;
import io.posthouse.billing.wallet.Wallet;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.web.ProblemException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes orders and shows them. */
@Component
@Transactional
class TopUps {

  private static final int BATCH = 200;

  private final TopUpRows rows;
  private final ExchangeRates rates;
  private final PaymentProviders providers;
  private final Wallets wallets;
  private final TopUpProperties limits;
  private final TopUpGate gate;
  private final Promotions promotions;
  private final Plans plans;
  private final PollTimes polls;
  private final Clock clock;

  TopUps(
      TopUpRows rows,
      ExchangeRates rates,
      PaymentProviders providers,
      Wallets wallets,
      TopUpProperties limits,
      TopUpGate gate,
      Promotions promotions,
      Plans plans,
      PollTimes polls,
      Clock clock) {
    this.rows = rows;
    this.rates = rates;
    this.providers = providers;
    this.wallets = wallets;
    this.limits = limits;
    this.gate = gate;
    this.promotions = promotions;
    this.plans = plans;
    this.polls = polls;
    this.clock = clock;
  }

  /**
   * Makes an order at the rate of this moment.
   *
   * @param amount CNY
   * @throws ProblemException 422 for an amount out of the limits or a provider that is not there,
   *     409 for an account that cannot be credited
   */
  TopUp create(UUID account, Money amount, String providerName) {
    return create(account, amount, null, providerName);
  }

  /**
   * Makes an order of a package.
   *
   * @throws ProblemException as above, and 422 for a package that is not on offer
   */
  TopUp create(UUID account, UUID planId, String providerName) {
    Plan plan = plans.onOffer(planId);
    return create(account, plan.price(), plan, providerName);
  }

  private TopUp create(UUID account, Money amount, @Nullable Plan plan, String providerName) {
    if (!gate.isOpen()) {
      throw ProblemException.conflict(
          "service-ending", "The service is ending and takes no money any more.");
    }
    requireWithinLimits(amount);
    PaymentProvider provider =
        providers
            .find(providerName)
            .orElseThrow(
                () ->
                    ProblemException.unprocessable(
                        "unknown-provider",
                        "provider: unknown (expected: one of " + providers.names() + ")"));
    requireWallet(account);
    // As the table keeps it, so that the first answer and every later one are the same.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Quote quote = Quote.of(amount, rates.current(), now, limits.quoteValidity());
    Offer offer =
        plan == null
            ? promotions.best(account, amount, quote.credit())
            : new Offer(plan.bonus(), null, plan.id());
    TopUp order =
        rows.saveAndFlush(
            new TopUp(
                UuidCreator.getTimeOrderedEpoch(),
                account,
                amount,
                quote,
                offer,
                provider.name(),
                now));
    provider.open(order.asPaymentOrder());
    polls.watch(order);
    return order;
  }

  private void requireWithinLimits(Money amount) {
    String expected = limits.least().plain() + " to " + limits.most().plain() + " CNY";
    if (amount.compareTo(limits.most()) > 0) {
      throw ProblemException.unprocessable(
          "amount-too-large",
          "amount: " + amount + " is above what one top-up may be (expected: " + expected + ")");
    }
    if (amount.compareTo(limits.least()) < 0) {
      throw ProblemException.unprocessable(
          "amount-too-small",
          "amount: " + amount + " is below what a top-up must be (expected: " + expected + ")");
    }
  }

  /**
   * A suspended account may pay (it may be what it needs); one that is banned or closed may not.
   */
  private void requireWallet(UUID account) {
    Optional<Wallet> wallet = wallets.find(account);
    if (wallet.isEmpty()) {
      throw ProblemException.conflict(
          "wallet-not-ready", "The wallet is not open yet. Try again in a few seconds.");
    }
    switch (wallet.get().status()) {
      case ACTIVE, SUSPENDED -> {}
      case BANNED, CLOSED ->
          throw ProblemException.conflict(
              "account-not-active", "The account is " + wallet.get().status().code() + ".");
    }
  }

  /** Where an order is paid; null-free even when its provider was switched off since. */
  Optional<URI> payUrl(TopUp order) {
    return providers
        .find(order.provider())
        .map(provider -> provider.payUrl(order.asPaymentOrder()));
  }

  /** An account's orders, newest first. */
  @Transactional(readOnly = true)
  List<TopUp> of(UUID account, UUID before, int limit) {
    return rows.findOf(account, before, Limit.of(limit));
  }

  /** One of an account's orders. */
  @Transactional(readOnly = true)
  Optional<TopUp> find(UUID account, UUID id) {
    return rows.findById(id).filter(order -> order.accountId().equals(account));
  }

  /** Orders whose quote ran out unpaid, by the business clock. */
  @Scheduled(fixedDelay = 1000)
  void expire() {
    for (UUID id : rows.findRunOut(clock.instant(), Limit.of(BATCH))) {
      rows.lockById(id)
          .ifPresent(
              order -> {
                if (order.state() instanceof TopUpState.Created created) {
                  order.become(created.expired(order.quote().expiresAt()));
                }
              });
    }
  }
}
