package io.posthouse.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.Contracts;
import io.posthouse.billing.Http;
import io.posthouse.billing.ledger.Ledger;
import io.posthouse.billing.ledger.LedgerLine;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.LeaseState;
import io.posthouse.billing.wallet.Wallet;
import io.posthouse.testing.TestIdentity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

class UsageBatchIT extends UsageFixture {

  /** 1000 x 3 + 1000 x 15 per million, times 0.80. */
  private static final Money CHARGE = Money.usd("0.0144");

  @Autowired private UsageBatch batches;
  @Autowired private Ledger ledger;
  @Autowired private Receipts receipts;
  @Autowired private UsageSequence sequence;
  @Autowired private JdbcClient jdbc;
  @LocalServerPort private int port;

  @Test
  void chargesWhatTheTokensCostAndGivesTheRestOfTheLeaseBack() {
    // Given
    UUID account = funded("1");
    UUID lease = lease(account, "0.5");
    UsageSample call = sample(account).lease(lease).node(node, epoch, 1);

    // When: the node says that nothing more is spent from it, before the call's event comes
    leases.returned(lease, Money.usd("0.4856"), true);
    UsageBatch.Outcome outcome = batches.take(List.of(call.raw(1)));

    // Then
    assertThat(outcome.posted()).hasSize(1);
    assertThat(leases.find(lease).orElseThrow().state()).isEqualTo(LeaseState.CLOSED);
    Wallet wallet = wallets.find(account).orElseThrow();
    assertThat(wallet.available()).isEqualTo(Money.usd("0.9856"));
    assertThat(wallet.leased().isZero()).isTrue();
    LedgerLine line = ledger.lines(account, null, 1).getFirst();
    assertThat(line.kind()).isEqualTo("charge");
    assertThat(line.reference()).isEqualTo(call.requestId().toString());
    assertThat(line.amount()).isEqualTo(CHARGE.negated());
    assertThat(line.balanceAfter()).isEqualTo(Money.usd("0.9856"));
  }

  @Test
  void postsOneChargeForAnEventThatComesToEightConsumersAtOnce() throws Exception {
    // Given: 200 calls of 5 wallets, whose shuffled batches go to 8 consumers
    List<UUID> accounts = new ArrayList<>();
    List<RawUsage> calls = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      accounts.add(funded("100"));
    }
    for (int i = 0; i < 200; i++) {
      calls.add(sample(accounts.get(i % 5)).node(node, epoch, i + 1).raw(i));
    }

    // When
    try (ExecutorService consumers = Executors.newFixedThreadPool(8)) {
      List<Future<?>> done = new ArrayList<>();
      for (int consumer = 0; consumer < 8; consumer++) {
        List<RawUsage> mine = new ArrayList<>(calls);
        Collections.shuffle(mine, new Random(consumer));
        done.add(
            consumers.submit(
                () -> {
                  for (int from = 0; from < mine.size(); from += 50) {
                    batches.take(mine.subList(from, from + 50));
                  }
                }));
      }
      for (Future<?> future : done) {
        future.get();
      }
    }

    // Then: each wallet paid for its 40 calls, once
    for (UUID account : accounts) {
      assertThat(wallets.find(account).orElseThrow().balance()).isEqualTo(Money.usd("99.424"));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void comesToTheSameHoweverABatchIsCutAndShuffled(long seed) {
    // Given
    Random random = new Random(seed);
    UUID account = funded("10");
    List<RawUsage> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      calls.add(sample(account).tokens(random.nextLong(5000), random.nextLong(5000)).raw(i));
    }
    Money expected =
        calls.stream()
            .map(raw -> ((UsageReader.Reading.Usable) UsageReader.read(raw)).usage())
            .map(usage -> charge(usage.tokens().input(), usage.tokens().output()))
            .reduce(Money.ZERO_USD, Money::plus);

    // When: cut at random, some of it twice
    Collections.shuffle(calls, random);
    int from = 0;
    while (from < calls.size()) {
      int to = Math.min(calls.size(), from + 1 + random.nextInt(9));
      batches.take(calls.subList(from, to));
      if (random.nextBoolean()) {
        batches.take(calls.subList(Math.max(0, from - 3), to));
      }
      from = to;
    }

    // Then
    assertThat(Money.usd("10").minus(wallets.find(account).orElseThrow().balance()))
        .isEqualTo(expected);
  }

  private static Money charge(long input, long output) {
    return Money.usd(java.math.BigDecimal.valueOf((input * 3 + output * 15) * 8, 7));
  }

  @Test
  void takesWhatNoWalletCanPayFromDeficitAndNeverBelowZero() {
    // Given: the upstream ignored the cap
    UUID account = funded("0.02");
    UsageSample call = sample(account).lease(lease(account, "0.01")).tokens(0, 10_000);

    // When
    UsageBatch.Outcome outcome = batches.take(List.of(call.raw(1)));

    // Then
    assertThat(outcome.uncollected()).containsEntry(call.requestId(), Money.usd("0.10"));
    assertThat(wallets.find(account).orElseThrow().balance().isZero()).isTrue();
    String receipt =
        new Http(port).caller(account, key, null, "/v1/receipts/" + call.requestId()).body();
    assertThat(receipt).contains("uncollected").contains("\"-0.1\"");
    List<String> told = told(account);
    assertThat(told).hasSize(1);
    Contracts.check("balance-exhausted.v1", told.getFirst());
  }

  /** T5. */
  @Test
  void aCallThatCostsMoreThanWasReservedIsFlaggedAndNoOtherIs() {
    // Given: 0.493 were reserved; 1.2 is what an upstream makes of it that ignores the cap
    UUID account = funded("5");
    UsageSample dear = sample(account).node(node, epoch, 1).tokens(0, 100_000);
    UsageSample plain = sample(account).node(node, epoch, 2);

    // When
    batches.take(List.of(dear.raw(1), plain.raw(2)));

    // Then
    assertThat(
            jdbc.sql("select request_id from usage where node = :node and cap_violation")
                .param("node", node)
                .query(UUID.class)
                .list())
        .containsExactly(dear.requestId());
    assertThat(wallets.find(account).orElseThrow().balance()).isEqualTo(Money.usd("3.7856"));
  }

  @Test
  void tellsThatABalanceIsLowOncePerCrossing() {
    // Given
    UUID account = funded("1.02");

    // When
    batches.take(List.of(sample(account).raw(1)));
    assertThat(told(account)).isEmpty();
    batches.take(List.of(sample(account).raw(2)));
    batches.take(List.of(sample(account).raw(3)));

    // Then
    assertThat(told(account)).hasSize(1);
    Contracts.check("balance-low.v1", told(account).getFirst());
  }

  @Test
  void quarantinesExactlyThePoisonAndPostsTheRest() {
    // Given
    UUID account = funded("1");
    UUID stranger = UuidCreator.getTimeOrderedEpoch();
    UsageSample good = sample(account);
    UsageSample otherPrice =
        new UsageSample(account, key, model, channel, UuidCreator.getTimeOrderedEpoch(), multiplier)
            .startedAt(clock.instant());
    UsageSample wrongChecksum = sample(account);
    UsageSample ancient = sample(account);
    String old =
        ancient
            .payload()
            .replace(ancient.requestId().toString(), "00000000-0000-7000-8000-000000000001");
    List<RawUsage> batch =
        List.of(
            good.raw(1001),
            sample(account).raw("not json", 1002),
            sample(stranger).raw(1003),
            otherPrice.raw(1004),
            wrongChecksum.raw(
                wrongChecksum.payload().replace("\"output\":1000", "\"output\":1"), 1005),
            ancient.raw(old, 1006),
            sample(account).raw("", 1007));

    // When: and again, as a replay would
    UsageBatch.Outcome outcome = batches.take(batch);
    batches.take(batch);

    // Then
    assertThat(outcome.posted()).hasSize(1);
    assertThat(outcome.quarantined()).hasSize(6);
    assertThat(wallets.find(account).orElseThrow().balance())
        .isEqualTo(Money.usd("1").minus(CHARGE));
    assertThat(
            jdbc.sql(
                    "select count(*) from usage_quarantine where record_offset between 1001 and"
                        + " 1007")
                .query(Long.class)
                .single())
        .isEqualTo(6);
  }

  @Test
  void runsAQuarantinedRecordAgainOnceItsCauseIsGone() {
    // Given: the event came before the wallet
    UUID account = UuidCreator.getTimeOrderedEpoch();
    UsageSample call = sample(account);
    batches.take(List.of(call.raw(2001)));
    Http http = new Http(port);
    String operator = TestIdentity.operator();
    String id =
        jdbc.sql("select id from usage_quarantine where request_id = :request")
            .param("request", call.requestId().toString())
            .query(UUID.class)
            .single()
            .toString();
    String path = "/api/operator/quarantine/" + id + "/redrives";

    // When // Then
    assertThat(http.person(operator, "GET", "/api/operator/quarantine?limit=200", "").body())
        .contains(id);
    assertThat(http.person(operator, "POST", path, "").json().get("status").stringValue())
        .isEqualTo("quarantined");
    wallets.open(account);
    assertThat(http.person(operator, "POST", path, "").json().get("status").stringValue())
        .isEqualTo("posted");
    assertThat(http.person(operator, "POST", path, "").json().get("status").stringValue())
        .isEqualTo("repeated");
    assertThat(http.person(TestIdentity.customer(account.toString()), "POST", path, "").status())
        .isEqualTo(403);
  }

  @Test
  void coversASequenceWithQuarantinedRecordsCounted() {
    // Given
    UUID account = funded("1");

    // When
    batches.take(List.of(sample(account).node(node, epoch, 1).raw(1)));
    batches.take(List.of(sample(account).node(node, epoch, 3).raw(3)));

    // Then
    assertThat(sequence.covers(node, epoch, 1)).isTrue();
    assertThat(sequence.covers(node, epoch, 3)).isFalse();
    UsageSample poison = sample(account).node(node, epoch, 2);
    batches.take(List.of(poison.raw("?", 3002)));
    assertThat(sequence.covers(node, epoch, 3)).isTrue();
  }

  @Test
  void aLongCallAtAServiceTierWithSearchesCostsWhatItsReceiptSays() {
    // Given
    UUID account = funded("10");
    UUID version = tiered();
    UsageSample call =
        sample(account, version).tokens(250_000, 1000).served("priority", "web_search_requests", 4);
    UsageSample shorter = sample(account, version).tokens(200_000, 1000);

    // When
    batches.take(List.of(call.raw(1), shorter.raw(2)));

    // Then: (250,000 x 12 + 1,000 x 60) / 10^6 + 4 x 10 / 1,000, times 0.8; and at the plain rates,
    // with one search
    Receipt receipt = receipts.find(call.requestId(), account).orElseThrow();
    assertThat(receipt.charge().amount()).isEqualTo("2.48");
    assertThat(receipt.serviceTier()).isEqualTo("priority");
    assertThat(receipt.priceTier()).isEqualTo(new Receipt.PriceTier("priority", 200_000));
    assertThat(receipt.prices().input()).isEqualTo("9.6");
    assertThat(receipt.tools()).containsExactly(new Receipt.Tool("web_search_requests", 4, "8"));
    Receipt plain = receipts.find(shorter.requestId(), account).orElseThrow();
    assertThat(plain.charge().amount()).isEqualTo("0.5");
    assertThat(plain.priceTier()).isNull();
  }

  @Test
  void whatAnotherModelUsedOfACallCostsItsOwnPrice() {
    // Given: 1,000 in and 1,000 out, of which an advisor had 400 and 500, and somebody unknown 100
    UUID account = funded("10");
    UUID tiered = tiered();
    String adviser = "m-" + UUID.randomUUID();
    UUID price = priced(adviser, "1", "2");
    UsageSample call =
        sample(account, tiered).other(adviser, price, 400, 500).other(null, null, 100, 0);
    UsageSample wrong = sample(account, tiered).other(adviser, UUID.randomUUID(), 1, 1);
    UsageSample tooMuch = sample(account, tiered).other(adviser, price, 1001, 0);

    // When
    UsageBatch.Outcome outcome = batches.take(List.of(call.raw(1), wrong.raw(2), tooMuch.raw(3)));

    // Then: (600 x 3 + 500 x 15 + 400 x 1 + 500 x 2) / 10^6 and a search of 0.01, times 0.8
    Receipt receipt = receipts.find(call.requestId(), account).orElseThrow();
    assertThat(receipt.charge().amount()).isEqualTo("0.01656");
    assertThat(receipt.usage().input()).isEqualTo(1000);
    assertThat(receipt.otherModels())
        .singleElement()
        .satisfies(
            other -> {
              assertThat(other.model()).isEqualTo(adviser);
              assertThat(other.usage().output()).isEqualTo(500);
              assertThat(other.prices().output()).isEqualTo("1.6");
            });
    assertThat(outcome.quarantined()).hasSize(2);
  }

  private List<String> told(UUID account) {
    return jdbc.sql(
            "select payload from outbox where topic like 'billing.balance-%' and event_key ="
                + " :account order by id")
        .param("account", account.toString())
        .query((row, n) -> new String(row.getBytes(1), StandardCharsets.UTF_8))
        .list();
  }
}
