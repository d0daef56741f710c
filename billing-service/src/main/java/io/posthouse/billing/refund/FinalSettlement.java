package io.posthouse.billing.refund;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.topup.PaidTopUp;
import io.posthouse.billing.topup.PaidTopUps;
import io.posthouse.billing.wallet.PaidLot;
import io.posthouse.billing.wallet.Wallet;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.billing.wallet.Withdrawals;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Settles one wallet at the service's end, in one transaction: a refund for each paid order, the
 * rest given up, and the row that says it is done.
 */
@Component
class FinalSettlement {

  private static final Logger log = LoggerFactory.getLogger(FinalSettlement.class);

  private final Wallets wallets;
  private final Withdrawals withdrawals;
  private final PaidTopUps topUps;
  private final Refunds refunds;
  private final RefundStore store;
  private final JdbcClient jdbc;
  private final Clock clock;

  FinalSettlement(
      Wallets wallets,
      Withdrawals withdrawals,
      PaidTopUps topUps,
      Refunds refunds,
      RefundStore store,
      JdbcClient jdbc,
      Clock clock) {
    this.wallets = wallets;
    this.withdrawals = withdrawals;
    this.topUps = topUps;
    this.refunds = refunds;
    this.store = store;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Settles an account.
   *
   * @return false when it must wait: calls still hold some of it, a refund is under way, or an
   *     order cannot be refunded by itself
   */
  @Transactional
  public boolean settle(ServiceTermination termination, UUID account) {
    if (withdrawals.hasOpenLeases(account)) {
      return false;
    }
    List<PaidTopUp> orders = new ArrayList<>();
    for (PaidLot lot : withdrawals.lots(account)) {
      if (!lot.remaining().isPositive()) {
        continue;
      }
      Optional<PaidTopUp> topUp = topUps.find(lot.id());
      if (topUp.isEmpty() || store.isOpen(lot.id())) {
        log.warn("a wallet cannot be settled yet, account {} lot {}", account, lot.id());
        return false;
      }
      orders.add(topUp.get());
    }
    Money usd = Money.ZERO_USD;
    Money cny = Money.zero(Currency.CNY);
    for (PaidTopUp order : orders) {
      Optional<Refund> refund = refunds.atTheEnd(order, termination.decidedBy());
      if (refund.isPresent()) {
        usd = usd.plus(refund.get().debited().toMoney("debited", Currency.USD));
        cny = cny.plus(refund.get().amount().toMoney("amount", Currency.CNY));
      }
    }
    Money rest = wallets.find(account).map(Wallet::balance).orElse(Money.ZERO_USD);
    String reference = "termination:" + termination.id() + ":" + account;
    if (!(withdrawals.forfeit(account, rest, reference) instanceof Withdrawals.Forfeit.Done)) {
      throw new IllegalStateException("account " + account + ": changed while it was settled");
    }
    jdbc.sql(
            """
            insert into service_termination_wallet
              (termination_id, account_id, refunded_usd, refunded_cny, forfeited_usd, settled_at)
            values (:id, :account, :usd, :cny, :rest, :now)
            """)
        .param("id", termination.id())
        .param("account", account)
        .param("usd", usd.amount())
        .param("cny", cny.amount())
        .param("rest", rest.amount())
        .param("now", Timestamp.from(clock.instant()))
        .update();
    return true;
  }
}
