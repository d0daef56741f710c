package io.posthouse.billing.wallet;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.OnRealServers;
import io.posthouse.billing.TestClock;
import io.posthouse.billing.money.Money;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A relay node that leases, and wallets to lease from. */
abstract class LeaseFixture extends OnRealServers {

  @Autowired Wallets wallets;
  @Autowired CreditLeases leases;
  @Autowired Settlements settlements;
  @Autowired RelayNodes nodes;
  @Autowired KeySpends keys;
  @Autowired TestClock clock;
  @Autowired JdbcClient jdbc;
  @Autowired PlatformTransactionManager transactions;

  final String node = "relay-" + UUID.randomUUID();
  long epoch;

  /** Other tests' nodes are of yesterday: a node's share depends on how many are alive. */
  @BeforeEach
  void startAnEpoch() {
    jdbc.sql("update relay_node set last_seen = last_seen - interval '1 day'").update();
    epoch = nodes.startEpoch(node);
  }

  UUID funded(String usd) {
    UUID account = UuidCreator.getTimeOrderedEpoch();
    wallets.open(account);
    wallets.creditPaid(account, Money.usd(usd), Money.cny("1"), UuidCreator.getTimeOrderedEpoch());
    return account;
  }

  LeaseRequest ask(UUID account, @Nullable UUID key, @Nullable SpendLimit limit, String amount) {
    return new LeaseRequest(
        UuidCreator.getTimeOrderedEpoch(),
        node,
        epoch,
        account,
        key,
        limit,
        Money.usd(amount),
        Money.usd(amount),
        Money.usd(amount),
        Money.usd(amount));
  }

  static CreditLease granted(LeaseAnswer answer) {
    return ((LeaseAnswer.Granted) answer).lease();
  }

  Charge charge(UUID account, UUID key, UUID lease, String amount) {
    return new Charge(
        UuidCreator.getTimeOrderedEpoch(), account, key, lease, Money.usd(amount), clock.instant());
  }

  Map<UUID, Money> settle(Charge charge) {
    return new TransactionTemplate(transactions)
        .execute(status -> settlements.settle(List.of(charge)));
  }

  static <T> List<T> together(int threads, int times, Callable<T> action) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        futures.add(pool.submit(action));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(
            future.get(Duration.ofSeconds(60).toSeconds(), java.util.concurrent.TimeUnit.SECONDS));
      }
      return results;
    }
  }
}
