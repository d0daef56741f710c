package io.posthouse.billing.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.OnRealServers;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.BonusKind;
import io.posthouse.billing.wallet.Wallet;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.web.ProblemException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A request in the middle of its work: a second one beside it, and its process killed (I17). */
class IdempotentRequestsIT extends OnRealServers {

  @Autowired private IdempotentRequests requests;
  @Autowired private Wallets wallets;
  @Autowired private JdbcClient jdbc;

  private final UUID account = UuidCreator.getTimeOrderedEpoch();

  @Test
  void aSecondOneIsRefusedWhileTheFirstIsBeingAnswered() {
    // When
    String first =
        requests.once(
            account,
            "key",
            "body",
            () -> {
              // Then
              assertThatThrownBy(
                      () ->
                          CompletableFuture.supplyAsync(
                                  () -> requests.once(account, "key", "body", () -> "again"))
                              .join())
                  .isInstanceOf(CompletionException.class)
                  .rootCause()
                  .isInstanceOf(ProblemException.class)
                  .hasMessageContaining("is being answered");
              return "first";
            });

    // And afterwards it is answered as the first one was
    assertThat(first).isEqualTo("first");
    assertThat(requests.once(account, "key", "body", () -> "again")).isEqualTo("first");
  }

  @Test
  void oneWhoseProcessIsKilledBetweenItsEffectAndItsAnswerLeavesNothingAndIsDoneAnew() {
    // Given
    wallets.open(account);

    // When
    assertThatThrownBy(
            () ->
                requests.once(
                    account,
                    "key",
                    "body",
                    () -> {
                      credit();
                      jdbc.sql("select pg_terminate_backend(pg_backend_pid())")
                          .query(Boolean.class)
                          .single();
                      return "never";
                    }))
        .isInstanceOf(RuntimeException.class);
    assertThat(balance()).isEqualTo(Money.ZERO_USD);
    String answer =
        requests.once(
            account,
            "key",
            "body",
            () -> {
              credit();
              return "done";
            });

    // Then
    assertThat(answer).isEqualTo("done");
    assertThat(balance()).isEqualTo(Money.usd("1"));
  }

  private void credit() {
    wallets.creditBonus(
        account, Money.usd("1"), UUID.randomUUID().toString(), BonusKind.MANUAL_CREDIT);
  }

  private Money balance() {
    return wallets.find(account).map(Wallet::balance).orElseThrow();
  }
}
