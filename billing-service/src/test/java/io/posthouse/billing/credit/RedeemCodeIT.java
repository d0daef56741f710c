package io.posthouse.billing.credit;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.Http;
import io.posthouse.billing.OnRealServers;
import io.posthouse.billing.TestClock;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.testing.TestIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

class RedeemCodeIT extends OnRealServers {

  @Autowired private Wallets wallets;
  @Autowired private TestClock clock;
  @LocalServerPort private int port;

  private final String code = UUID.randomUUID().toString().toUpperCase(java.util.Locale.ROOT);

  /** I16, A34. */
  @Test
  void twoHundredRedemptionsAtOnceOfACodeForOneCreditOne() throws Exception {
    // Given
    create("\"limit\":1");
    List<UUID> accounts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      accounts.add(opened());
    }

    // When
    List<Integer> statuses = redeemTogether(accounts);

    // Then
    assertThat(statuses).hasSize(200).containsOnly(201, 422);
    assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
    assertThat(accounts.stream().filter(account -> balance(account).isPositive())).hasSize(1);
  }

  @Test
  void oneAccountRedeemsACodeOnceHoweverOftenItTries() throws Exception {
    // Given
    create("\"limit\":50");
    UUID account = opened();

    // When
    List<Integer> statuses = redeemTogether(java.util.Collections.nCopies(30, account));

    // Then
    assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
    assertThat(statuses.stream().filter(status -> status == 409)).hasSize(29);
    assertThat(balance(account)).isEqualTo(Money.usd("2.5"));
  }

  @Test
  void aCodeIsGoodFromItsBeginningToItsEndAndWhileItIsOn() {
    // Given
    create("\"limit\":9,\"validUntil\":\"" + clock.instant().plus(Duration.ofHours(1)) + "\"");

    // When // Then
    assertThat(redeem(opened(), code.toLowerCase(java.util.Locale.ROOT)).status()).isEqualTo(201);
    enable(false);
    assertThat(redeem(opened(), code).status()).isEqualTo(422);
    enable(true);
    assertThat(redeem(opened(), code).status()).isEqualTo(201);
    clock.advance(Duration.ofHours(1));
    assertThat(redeem(opened(), code).status()).isEqualTo(422);
    assertThat(redeem(opened(), "NO-SUCH-CODE").json().get("type").asString())
        .endsWith("code-not-valid");
  }

  @Test
  void aNameIsGivenOnceAndADrawnOneIsLong() {
    create("\"limit\":1");
    Http operator = new Http(port);
    String money = "\"amount\":{\"amount\":\"1\",\"currency\":\"USD\"}";

    assertThat(
            operator
                .person(
                    TestIdentity.operator(),
                    "POST",
                    "/api/operator/redeem-codes",
                    "{\"code\":\"" + code + "\"," + money + "}")
                .status())
        .isEqualTo(409);
    assertThat(
            operator
                .person(
                    TestIdentity.operator(),
                    "POST",
                    "/api/operator/redeem-codes",
                    "{" + money + "}")
                .json()
                .get("code")
                .asString())
        .matches("[A-Z0-9]{16}");
  }

  private void create(String rest) {
    Http.Answer made =
        new Http(port)
            .person(
                TestIdentity.operator(),
                "POST",
                "/api/operator/redeem-codes",
                "{\"code\":\""
                    + code
                    + "\",\"amount\":{\"amount\":\"2.5\",\"currency\":\"USD\"},"
                    + rest
                    + "}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
  }

  private void enable(boolean enabled) {
    new Http(port)
        .person(
            TestIdentity.operator(),
            "PATCH",
            "/api/operator/redeem-codes/" + code,
            "{\"enabled\":" + enabled + "}");
  }

  private List<Integer> redeemTogether(List<UUID> accounts) throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> futures = new ArrayList<>();
      for (UUID account : accounts) {
        futures.add(pool.submit(() -> redeem(account, code).status()));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> future : futures) {
        statuses.add(future.get(60, java.util.concurrent.TimeUnit.SECONDS));
      }
      return statuses;
    }
  }

  private Http.Answer redeem(UUID account, String name) {
    return new Http(port)
        .person(
            TestIdentity.customer(account.toString()),
            "POST",
            "/api/redemptions",
            "{\"code\":\"" + name + "\"}");
  }

  private UUID opened() {
    UUID account = UuidCreator.getTimeOrderedEpoch();
    wallets.open(account);
    return account;
  }

  private Money balance(UUID account) {
    return wallets.find(account).orElseThrow().balance();
  }
}
