package io.posthouse.billing.refund;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.Contracts;
import io.posthouse.billing.Http;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.BonusKind;
import io.posthouse.billing.wallet.Charge;
import io.posthouse.billing.wallet.ChargeReversals;
import io.posthouse.billing.wallet.CreditLeases;
import io.posthouse.billing.wallet.LeaseAnswer;
import io.posthouse.billing.wallet.LeaseRequest;
import io.posthouse.billing.wallet.RelayNodes;
import io.posthouse.billing.wallet.Settlements;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** The service's end, step by step (P31, I14). */
class ServiceTerminationIT extends TerminationFixture {

  @Autowired private FinalSettlement settlement;
  @Autowired private CreditLeases leases;
  @Autowired private RelayNodes nodes;
  @Autowired private Settlements settlements;
  @Autowired private ChargeReversals reversals;
  @Autowired private PlatformTransactionManager transactions;

  private final String node = "relay-" + UUID.randomUUID();

  @Test
  void fromTheAnnouncementNoMoneyIsTakenAndAfterAWeekNothingIsLeased() {
    // Given
    UUID account = funded("5");
    long epoch = nodes.startEpoch(node);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    decide();

    // When // Then: decided, and nobody was told yet
    assertThat(order(account)).isEqualTo(201);

    // When // Then: announced, with an end that is too soon
    terminations.announced(standing(), now, now.plus(Duration.ofDays(1)));
    assertThat(order(account)).isEqualTo(409);
    clock.set(now.plus(Duration.ofDays(7)).minusSeconds(1));
    assertThat(lease(account, epoch)).isInstanceOf(LeaseAnswer.Granted.class);
    clock.set(now.plus(Duration.ofDays(7)));
    assertThat(lease(account, epoch)).isInstanceOf(LeaseAnswer.ServiceEnded.class);
  }

  @Test
  void anEndThatIsWithdrawnIsToldToThoseWhoAnnounceItAndIsNotAnnouncedLater() {
    // Given
    UUID account = funded("5");
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    decide();
    UUID first = standing();

    // When: withdrawn, decided again, and only then the first one's announcement is heard of
    Http.Answer withdrawn =
        new Http(port).person(operator, "DELETE", "/api/operator/service-termination", "");
    decide();
    terminations.announced(first, now, now.plus(Duration.ofDays(8)));

    // Then
    assertThat(withdrawn.status()).isEqualTo(204);
    assertThat(terminations.standing().orElseThrow().announcedAt()).isNull();
    assertThat(order(account)).isEqualTo(201);
    String event =
        jdbc.sql(
                """
                select convert_from(payload, 'UTF8') from outbox
                where topic = 'billing.service-termination-withdrawn.v1' and convert_from(payload, 'UTF8') like :id
                """)
            .param("id", "%" + first + "%")
            .query(String.class)
            .single();
    Contracts.check("service-termination-withdrawn.v1", event);
  }

  @Test
  void theDatabaseItselfRefusesAShorterNotice() {
    decide();

    assertThatThrownBy(
            () ->
                jdbc.sql(
                        """
                        update service_termination set status = 'announced', announced_at = now(),
                          ends_at = now() + interval '167 hours' where status = 'decided'
                        """)
                    .update())
        .rootCause()
        .hasMessageContaining("seven_days_to_the_end");
  }

  @Test
  void everyBalanceGoesBackInProportionToTheOrdersThatMakeItUp() {
    // Given: 10 and 30 paid, 5 given, half of the paid part spent
    UUID account = aCustomer();
    JsonNode small = paidOrder(account, "71");
    JsonNode large = paidOrder(account, "213");
    spend(account, "20");
    wallets.creditBonus(
        account, Money.usd("5"), UUID.randomUUID().toString(), BonusKind.REDEMPTION);
    ServiceTermination over = over();

    // When: settled, and a restart tries again
    assertThat(settlement.settle(over, account)).isTrue();
    refunds.goOn();

    // Then
    assertThat(refunded(small)).isEqualTo("35.50");
    assertThat(refunded(large)).isEqualTo("106.50");
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
    assertThat(
            jdbc.sql(
                    """
                    select refunded_cny || ' ' || trim_scale(refunded_usd) || ' ' || trim_scale(forfeited_usd)
                    from service_termination_wallet where account_id = :id
                    """)
                .param("id", account)
                .query(String.class)
                .list())
        .containsExactly("142.00 20 5");
    FinalRefunds.Report report = refunds.report(over);
    assertThat(report.settled()).isPositive();
  }

  @Test
  void aWalletWaitsForItsCallsAndIsSettledAfterThem() {
    // Given
    UUID account = aCustomer();
    paidOrder(account, "71");
    long epoch = nodes.startEpoch(node);
    LeaseAnswer.Granted running = (LeaseAnswer.Granted) lease(account, epoch);
    ServiceTermination over = over();

    // When // Then
    assertThat(settlement.settle(over, account)).isFalse();
    assertThat(balance(account)).isEqualTo(Money.usd("10"));
    leases.giveBack(running.lease());
    assertThat(settlement.settle(over, account)).isTrue();
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
  }

  /** The wallet's share was counted, or is being counted. */
  @Test
  void noChargeIsCorrectedOnceTheServiceEnded() {
    // Given
    UUID account = funded("5");
    UUID call = spend(account, "1");
    over();

    // When
    ChargeReversals.Outcome outcome =
        new TransactionTemplate(transactions)
            .execute(
                status ->
                    reversals.reverse(account, call, account, clock.instant(), Money.usd("1")));

    // Then
    assertThat(outcome).isInstanceOf(ChargeReversals.Outcome.ServiceEnded.class);
    assertThat(balance(account)).isEqualTo(Money.usd("4"));
  }

  /** Half a settlement would be missing in the report. */
  @Test
  void aWalletOfWhichAPartCannotBeRefundedIsLeftWhole() {
    // Given: one order that can be refunded, and paid money of an order that is not known
    UUID account = aCustomer();
    JsonNode known = paidOrder(account, "71");
    wallets.creditPaid(
        account, Money.usd("5"), Money.cny("35.50"), UuidCreator.getTimeOrderedEpoch());
    ServiceTermination over = over();

    // When // Then
    assertThat(settlement.settle(over, account)).isFalse();
    assertThat(balance(account)).isEqualTo(Money.usd("15"));
    assertThat(
            jdbc.sql("select count(*) from refund where top_up_id = :id")
                .param("id", UUID.fromString(known.get("id").asString()))
                .query(Long.class)
                .single())
        .isZero();
  }

  private UUID spend(UUID account, String usd) {
    UUID call = UuidCreator.getTimeOrderedEpoch();
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status ->
                settlements.settle(
                    List.of(
                        new Charge(
                            call,
                            account,
                            UuidCreator.getTimeOrderedEpoch(),
                            null,
                            Money.usd(usd),
                            clock.instant()))));
    return call;
  }

  private LeaseAnswer lease(UUID account, long epoch) {
    return leases.grant(
        new LeaseRequest(
            UuidCreator.getTimeOrderedEpoch(),
            node,
            epoch,
            account,
            null,
            null,
            Money.usd("1"),
            Money.usd("1"),
            Money.usd("1"),
            Money.usd("1")));
  }
}
