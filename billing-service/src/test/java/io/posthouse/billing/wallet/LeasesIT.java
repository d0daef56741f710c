package io.posthouse.billing.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.Http;
import io.posthouse.billing.OnRealServers;
import io.posthouse.billing.TestClock;
import io.posthouse.billing.money.Money;
import io.posthouse.testing.TestIdentity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class LeasesIT extends OnRealServers {

  @Autowired private Wallets wallets;
  @Autowired private CreditLeases leases;
  @Autowired private Settlements settlements;
  @Autowired private RelayNodes nodes;
  @Autowired private KeySpends keys;
  @Autowired private LeaseStore store;
  @Autowired private LeaseReaper reaper;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private PlatformTransactionManager transactions;
  @LocalServerPort private int port;

  private final String node = "relay-" + UUID.randomUUID();
  private long epoch;

  /** Other tests' nodes are of yesterday: a node's share depends on how many are alive. */
  @BeforeEach
  void startAnEpoch() {
    jdbc.sql("update relay_node set last_seen = last_seen - interval '1 day'").update();
    epoch = nodes.startEpoch(node);
  }

  @Test
  void letsExactlyAHundredCallsThroughWhenTheMoneyIsForAHundred() throws Exception {
    // Given
    UUID account = funded("1.00");

    // When: 64 threads, 800 tries of a cent each
    List<LeaseAnswer> answers =
        together(64, 800, () -> leases.grant(ask(account, null, null, "0.01")));

    // Then
    assertThat(answers.stream().filter(LeaseAnswer.Granted.class::isInstance)).hasSize(100);
    Wallet wallet = wallets.find(account).orElseThrow();
    assertThat(wallet.available().isZero()).isTrue();
    assertThat(wallet.leased()).isEqualTo(Money.usd("1.00"));
  }

  @Test
  void answersARepeatedGrantWithTheSameLease() throws Exception {
    // Given
    UUID account = funded("1.00");
    LeaseRequest request = ask(account, null, null, "0.30");

    // When
    List<LeaseAnswer> answers = together(16, 64, () -> leases.grant(request));

    // Then
    assertThat(answers).allMatch(LeaseAnswer.Granted.class::isInstance);
    assertThat(answers.stream().map(each -> ((LeaseAnswer.Granted) each).lease().id()).distinct())
        .hasSize(1);
    assertThat(wallets.find(account).orElseThrow().leased()).isEqualTo(Money.usd("0.30"));
  }

  @Test
  void takesTheKeysLimitAndTheWalletTogether() throws Exception {
    // Given
    UUID account = funded("10");
    UUID key = UuidCreator.getTimeOrderedEpoch();
    SpendLimit limit = new SpendLimit(Money.usd("0.50"), SpendLimit.Period.DAY);

    // When
    List<LeaseAnswer> answers =
        together(16, 80, () -> leases.grant(ask(account, key, limit, "0.10")));

    // Then
    assertThat(answers.stream().filter(LeaseAnswer.Granted.class::isInstance)).hasSize(5);
    assertThat(answers.stream().filter(LeaseAnswer.KeyLimitReached.class::isInstance)).hasSize(75);
    assertThat(wallets.find(account).orElseThrow().leased()).isEqualTo(Money.usd("0.50"));
  }

  @Test
  void countsAKeysSpendingPerPeriod() {
    // Given
    clock.set(Instant.parse("2026-11-30T23:00:00Z"));
    UUID account = funded("10");
    UUID key = UuidCreator.getTimeOrderedEpoch();
    CreditLease lease = granted(leases.grant(ask(account, key, null, "1")));

    // When: the call cost 0.40 of the 1.00 that was held
    settle(charge(account, key, lease.id(), "0.40"));

    // Then
    KeySpend spend = keys.of(key, account);
    assertThat(spend.daySpent()).isEqualTo(Money.usd("0.40"));
    assertThat(spend.reserved().isZero()).isTrue();
    assertThat(leases.grant(ask(account, key, limit("1", SpendLimit.Period.TOTAL), "0.61")))
        .isEqualTo(new LeaseAnswer.KeyLimitReached(Money.usd("0.60")));
    clock.set(Instant.parse("2026-12-01T00:00:00Z"));
    assertThat(keys.of(key, account).monthSpent().isZero()).isTrue();
    assertThat(keys.of(key, account).totalSpent()).isEqualTo(Money.usd("0.40"));
    assertThat(leases.grant(ask(account, key, limit("1", SpendLimit.Period.MONTH), "0.61")))
        .isInstanceOf(LeaseAnswer.Granted.class);
  }

  @Test
  void refusesAnOldEpochAndASuspendedAccount() {
    // Given
    UUID account = funded("1");
    LeaseRequest old = ask(account, null, null, "0.1");

    // When // Then
    epoch = nodes.startEpoch(node);
    assertThat(leases.grant(old)).isInstanceOf(LeaseAnswer.OldEpoch.class);
    wallets.changeStatus(account, WalletStatus.SUSPENDED, 2);
    wallets.changeStatus(account, WalletStatus.ACTIVE, 1);
    assertThat(leases.grant(ask(account, null, null, "0.1")))
        .isEqualTo(new LeaseAnswer.NotActive(WalletStatus.SUSPENDED));
    wallets.changeStatus(account, WalletStatus.ACTIVE, 3);
    assertThat(leases.grant(ask(account, null, null, "0.1")))
        .isInstanceOf(LeaseAnswer.Granted.class);
  }

  @Test
  void givesBackAnOrphanedLeaseAfterTwentyFourHours() {
    // Given
    UUID account = funded("1");
    UUID key = UuidCreator.getTimeOrderedEpoch();
    CreditLease lease = granted(leases.grant(ask(account, key, null, "0.25")));
    Instant expires = lease.expiresAt();

    // When // Then: one second short of the rule nothing happens
    reaper.reapAt(expires.plus(LeaseReaper.RULE).minusSeconds(1));
    assertThat(wallets.find(account).orElseThrow().leased()).isEqualTo(Money.usd("0.25"));
    reaper.reapAt(expires.plus(LeaseReaper.RULE).plusSeconds(1));
    assertThat(wallets.find(account).orElseThrow().available()).isEqualTo(Money.usd("1"));
    assertThat(keys.of(key, account).reserved().isZero()).isTrue();

    // And a late event is charged all the same, from what is available, the rest to deficit
    Map<UUID, Money> uncollected = settle(charge(account, key, lease.id(), "1.10"));
    assertThat(uncollected.values()).containsExactly(Money.usd("0.10"));
    assertThat(wallets.find(account).orElseThrow().balance().isZero()).isTrue();
  }

  @Test
  void givesAnEpochsLeasesBackOnceItsFinalReportIsCovered() {
    // Given
    UUID account = funded("1");
    granted(leases.grant(ask(account, null, null, "0.25")));

    // When
    assertThat(nodes.finish(node, epoch, 0)).isTrue();
    reaper.reapAt(InstantSource.system().instant());

    // Then
    assertThat(wallets.find(account).orElseThrow().leased().isZero()).isTrue();
    assertThat(nodes.finish(node, 99, 0)).isFalse();
  }

  @Test
  void keepsTheLeasesOfAnEpochWhoseRecordsAreNotAllHere() {
    // Given
    UUID account = funded("1");
    CreditLease lease = granted(leases.grant(ask(account, null, null, "0.25")));

    // When
    nodes.finish(node, epoch, 3);
    reaper.reapAt(InstantSource.system().instant());

    // Then
    assertThat(leases.find(lease.id()).orElseThrow().state()).isEqualTo(LeaseState.DRAINING);
    assertThat(leases.renew(lease.id())).isEmpty();
  }

  @Test
  void spendsTheBonusFirstAndReturnsItFirst() {
    // Given
    UUID account = funded("1");
    wallets.creditBonus(account, Money.usd("0.5"), "b" + account, BonusKind.MANUAL_CREDIT);
    CreditLease lease = granted(leases.grant(ask(account, null, null, "0.8")));

    // When
    settle(charge(account, UuidCreator.getTimeOrderedEpoch(), lease.id(), "0.2"));
    leases.returned(lease.id(), Money.usd("0.6"), true);

    // Then
    Wallet wallet = wallets.find(account).orElseThrow();
    assertThat(wallet.bonus()).isEqualTo(Money.usd("0.3"));
    assertThat(wallet.paid()).isEqualTo(Money.usd("1"));
  }

  @Test
  void putsMoreIntoTheOneLeaseThatANodeSpendsFrom() {
    // Given
    UUID account = funded("100");

    // When
    LeaseAnswer.Granted first = (LeaseAnswer.Granted) leases.grant(ample(account, "4", "1", "1"));
    LeaseAnswer.Granted second = (LeaseAnswer.Granted) leases.grant(ample(account, "70", "1", "1"));

    // Then: never more than the largest, or than half of the node's share of what there is
    assertThat(first.granted().compareTo(Money.usd("1"))).isPositive();
    assertThat(first.granted().compareTo(Money.usd("4"))).isLessThanOrEqualTo(0);
    assertThat(first.precise()).isFalse();
    assertThat(second.granted().compareTo(Money.usd("48"))).isLessThanOrEqualTo(0);
    assertThat(second.lease().id()).isEqualTo(first.lease().id());
    assertThat(wallets.find(account).orElseThrow().leased())
        .isEqualTo(first.granted().plus(second.granted()));
  }

  @Test
  void givesASmallWalletsCallsExactlyWhatTheyLack() {
    // Given
    UUID account = funded("1");

    // When // Then: 20 calls of 0.10 would cost more than there is
    LeaseAnswer.Granted granted =
        (LeaseAnswer.Granted) leases.grant(ample(account, "0.80", "0.30", "0.10"));
    assertThat(granted.granted()).isEqualTo(Money.usd("0.30"));
    assertThat(granted.precise()).isTrue();
    LeaseAnswer.Granted rest =
        (LeaseAnswer.Granted) leases.grant(ample(account, "2", "1.10", "0.10"));
    assertThat(rest.granted()).isEqualTo(Money.usd("0.70"));
  }

  @Test
  void takesBackARunningTotalHoweverOftenItIsReported() {
    // Given
    UUID account = funded("10");
    CreditLease lease = granted(leases.grant(ask(account, null, null, "5")));

    // When // Then
    assertThat(leases.returned(lease.id(), Money.usd("2"), false)).isEqualTo(Money.usd("2"));
    assertThat(leases.returned(lease.id(), Money.usd("2"), false).isZero()).isTrue();
    assertThat(leases.returned(lease.id(), Money.usd("1"), false).isZero()).isTrue();
    assertThat(wallets.find(account).orElseThrow().available()).isEqualTo(Money.usd("7"));

    // And a charge that was more than the node knew leaves less to give back, never less than none
    settle(charge(account, UuidCreator.getTimeOrderedEpoch(), lease.id(), "1"));
    assertThat(leases.returned(lease.id(), Money.usd("5"), true)).isEqualTo(Money.usd("2"));
    assertThat(leases.find(lease.id()).orElseThrow().state()).isEqualTo(LeaseState.CLOSED);
    assertThat(wallets.find(account).orElseThrow().balance()).isEqualTo(Money.usd("9"));
  }

  @Test
  void aLeaseThatIsOverClosesWithItsLastCharge() {
    // Given
    UUID account = funded("10");
    CreditLease lease = granted(leases.grant(ask(account, null, null, "5")));

    // When
    leases.returned(lease.id(), Money.usd("4"), true);

    // Then
    assertThat(leases.find(lease.id()).orElseThrow().state()).isEqualTo(LeaseState.DRAINING);
    settle(charge(account, UuidCreator.getTimeOrderedEpoch(), lease.id(), "0.75"));
    settle(charge(account, UuidCreator.getTimeOrderedEpoch(), lease.id(), "0.25"));
    assertThat(leases.find(lease.id()).orElseThrow().state()).isEqualTo(LeaseState.CLOSED);
    assertThat(granted(leases.grant(ask(account, null, null, "1"))).id()).isNotEqualTo(lease.id());
  }

  @Test
  void recallsWhatOtherNodesHoldForNobodyBeforeItRefuses() {
    // Given: all the money is at one node, which has half of it free
    UUID account = funded("1");
    CreditLease elsewhere = granted(leases.grant(ask(account, null, null, "1")));
    String other = "relay-" + UUID.randomUUID();
    long otherEpoch = nodes.startEpoch(other);
    LeaseDesk desk =
        new LeaseDesk(
            leases,
            store,
            nodes,
            (held, end) -> {
              assertThat(held).extracting(CreditLease::id).containsExactly(elsewhere.id());
              return Map.of(elsewhere.id(), Money.usd("0.5"));
            });

    // When
    LeaseAnswer fits = desk.grant(at(other, otherEpoch, account, "0.4"));
    LeaseAnswer tooMuch = desk.grant(at(other, otherEpoch, account, "0.2"));

    // Then
    assertThat(fits).isInstanceOf(LeaseAnswer.Granted.class);
    assertThat(tooMuch).isEqualTo(new LeaseAnswer.BalanceShort(Money.usd("0.1")));
    assertThat(wallets.find(account).orElseThrow().balance()).isEqualTo(Money.usd("1"));
  }

  private static LeaseRequest at(String node, long epoch, UUID account, String amount) {
    Money money = Money.usd(amount);
    return new LeaseRequest(
        UuidCreator.getTimeOrderedEpoch(),
        node,
        epoch,
        account,
        null,
        null,
        money,
        money,
        money,
        money);
  }

  @Test
  void creditsOnceHoweverOftenItIsAsked() throws Exception {
    // Given
    UUID account = UuidCreator.getTimeOrderedEpoch();
    wallets.open(account);
    UUID topUp = UuidCreator.getTimeOrderedEpoch();

    // When
    List<Boolean> fresh =
        together(
            16, 50, () -> wallets.creditPaid(account, Money.usd("14.08"), Money.cny("100"), topUp));

    // Then
    assertThat(fresh.stream().filter(each -> each)).hasSize(1);
    assertThat(wallets.find(account).orElseThrow().balance()).isEqualTo(Money.usd("14.08"));
    assertThat(
            wallets.takeBack(account, Money.usd("1"), "never", BonusKind.REFERRAL_REWARD).isZero())
        .isTrue();
  }

  @Test
  void answersOverHttpWhichLimitIsReached() {
    // Given
    Http http = new Http(port);
    UUID account = funded("0.10");
    UUID key = UuidCreator.getTimeOrderedEpoch();
    Map<String, Object> limit =
        Map.of("amount", Map.of("amount", "0.05", "currency", "USD"), "period", "day");

    // When
    long newEpoch =
        http.service("POST", "/internal/nodes/" + node + "/epochs", "")
            .json()
            .get("epoch")
            .asLong();
    Http.Answer granted = lease(http, newEpoch, account, key, limit, "0.02");
    Http.Answer again =
        http.service(
            "POST",
            "/internal/leases/" + granted.json().get("leaseId").stringValue() + "/renewals",
            "");
    Http.Answer all =
        http.service(
            "POST",
            "/internal/nodes/" + node + "/epochs/" + newEpoch + "/renewals",
            "{\"leases\":[{\"leaseId\":"
                + granted.json().get("leaseId")
                + ",\"returned\":{\"amount\":\"0\",\"currency\":\"USD\"},\"over\":false}]}");
    Http.Answer noMoney = lease(http, newEpoch, account, key, null, "0.09");
    Http.Answer keyLimit = lease(http, newEpoch, account, key, limit, "0.04");
    Http.Answer oldEpoch = lease(http, newEpoch - 1, account, key, null, "0.01");
    Http.Answer malformed = http.service("POST", "/internal/leases", "{}");
    Http.Answer unsigned = http.send("POST", "/internal/leases", "{}", Map.of());
    Http.Answer balance = http.caller(account, key, limit, "/v1/balance");
    Http.Answer wallet =
        http.person(TestIdentity.customer(account.toString()), "GET", "/api/wallet", "");

    // Then
    assertThat(granted.status()).isEqualTo(200);
    assertThat(granted.json().at("/granted/amount").stringValue()).isEqualTo("0.02");
    assertThat(granted.json().get("validSeconds").asInt()).isEqualTo(600);
    assertThat(again.status()).isEqualTo(200);
    assertThat(all.json().get("active").size()).isEqualTo(1);
    assertThat(all.json().get("validSeconds").asInt()).isEqualTo(600);
    assertThat(noMoney.status()).isEqualTo(402);
    assertThat(noMoney.json().get("limit").stringValue()).isEqualTo("balance");
    assertThat(keyLimit.status()).isEqualTo(402);
    assertThat(keyLimit.json().get("limit").stringValue()).isEqualTo("key");
    assertThat(oldEpoch.status()).isEqualTo(409);
    assertThat(malformed.status()).isEqualTo(400);
    assertThat(malformed.json().get("detail").stringValue()).isEqualTo("grantId: missing");
    assertThat(unsigned.status()).isEqualTo(401);
    assertThat(balance.json().at("/balance/amount").stringValue()).isEqualTo("0.1");
    assertThat(balance.json().at("/reserved/amount").stringValue()).isEqualTo("0.02");
    assertThat(balance.json().at("/key/left/amount").stringValue()).isEqualTo("0.03");
    assertThat(wallet.json().at("/available/amount").stringValue()).isEqualTo("0.08");
  }

  private Http.Answer lease(
      Http http, long in, UUID account, UUID key, @Nullable Object limit, String amount) {
    Map<String, Object> money = Map.of("amount", amount, "currency", "USD");
    Map<String, Object> keyPart =
        limit == null ? Map.of("keyId", key) : Map.of("keyId", key, "spendLimit", limit);
    return http.service(
        "POST",
        "/internal/leases",
        Http.JSON.writeValueAsString(
            Map.of(
                "grantId", UuidCreator.getTimeOrderedEpoch(),
                "node", node,
                "epoch", in,
                "accountId", account,
                "key", keyPart,
                "want", money,
                "minimum", money)));
  }

  private UUID funded(String usd) {
    UUID account = UuidCreator.getTimeOrderedEpoch();
    wallets.open(account);
    wallets.creditPaid(account, Money.usd(usd), Money.cny("1"), UuidCreator.getTimeOrderedEpoch());
    return account;
  }

  private LeaseRequest ask(
      UUID account, @Nullable UUID key, @Nullable SpendLimit limit, String amount) {
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

  private LeaseRequest ample(UUID account, String want, String needed, String minimum) {
    return new LeaseRequest(
        UuidCreator.getTimeOrderedEpoch(),
        node,
        epoch,
        account,
        null,
        null,
        Money.usd(want),
        Money.usd(needed),
        Money.usd(minimum),
        Money.usd(minimum));
  }

  private static SpendLimit limit(String amount, SpendLimit.Period period) {
    return new SpendLimit(Money.usd(amount), period);
  }

  private static CreditLease granted(LeaseAnswer answer) {
    return ((LeaseAnswer.Granted) answer).lease();
  }

  private Charge charge(UUID account, UUID key, UUID lease, String amount) {
    return new Charge(
        UuidCreator.getTimeOrderedEpoch(), account, key, lease, Money.usd(amount), clock.instant());
  }

  private Map<UUID, Money> settle(Charge charge) {
    return new TransactionTemplate(transactions)
        .execute(status -> settlements.settle(List.of(charge)));
  }

  private static <T> List<T> together(int threads, int times, Callable<T> action) throws Exception {
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
