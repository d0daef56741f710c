package io.posthouse.billing.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.StatementLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** I12: a statement with one line more, one less, another amount and a duplicate. */
class StatementMatchTest {

  private static final UUID SAME = UUID.randomUUID();
  private static final UUID MORE = UUID.randomUUID();
  private static final UUID LESS = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();
  private static final UUID TWICE = UUID.randomUUID();

  @Test
  void namesEachOrderThatDoesNotAgreeAndCountsThoseThatDo() {
    // Given
    List<StatementLine> statement =
        List.of(
            line(SAME, "10"),
            line(MORE, "20"),
            line(OTHER, "30.01"),
            line(TWICE, "40"),
            line(TWICE, "40"),
            new StatementLine(LESS, StatementLine.Kind.REFUNDED, Money.cny("5"), Instant.EPOCH));
    Map<UUID, Money> paid =
        Map.of(
            SAME, Money.cny("10"),
            LESS, Money.cny("5"),
            OTHER, Money.cny("30"),
            TWICE, Money.cny("40"));

    // When
    StatementMatch match = StatementMatch.of(statement, paid, Map.of(LESS, Money.cny("5")));

    // Then
    assertThat(match.matched()).isEqualTo(1);
    assertThat(match.differences())
        .containsExactlyInAnyOrder(
            new StatementMatch.Difference(MORE, "not-here", Money.cny("20"), Money.cny("0"), null),
            new StatementMatch.Difference(LESS, "not-there", Money.cny("0"), Money.cny("5"), null),
            new StatementMatch.Difference(
                OTHER, "other-amount", Money.cny("30.01"), Money.cny("30"), null),
            new StatementMatch.Difference(TWICE, "twice", Money.cny("80"), Money.cny("40"), null));
  }

  @Test
  void aPaymentThatNamesNoOrderOfOursKeepsItsOwnName() {
    // Given
    StatementLine foreign =
        StatementLine.of("shop-17", StatementLine.Kind.PAID, Money.cny("5"), Instant.EPOCH);

    // When
    StatementMatch match = StatementMatch.of(List.of(foreign), Map.of(), Map.of());

    // Then
    assertThat(match.differences())
        .containsExactly(
            new StatementMatch.Difference(
                foreign.orderId(), "not-here", Money.cny("5"), Money.cny("0"), "shop-17"));
  }

  @Test
  void aRefundThatOnlyTheProviderKnowsIsADifferenceAndOneThatWeSentIsNone() {
    // Given
    List<StatementLine> statement =
        List.of(
            new StatementLine(LESS, StatementLine.Kind.REFUNDED, Money.cny("5"), Instant.EPOCH),
            new StatementLine(MORE, StatementLine.Kind.REFUNDED, Money.cny("7"), Instant.EPOCH));

    // When
    StatementMatch match =
        StatementMatch.of(
            statement, Map.of(), Map.of(LESS, Money.cny("8"), MORE, Money.cny("6.99")));

    // Then
    assertThat(match.differences())
        .containsExactly(
            new StatementMatch.Difference(
                MORE, "refund-not-here", Money.cny("7"), Money.cny("6.99"), null));
  }

  @Test
  void twoPaymentsThatWereBothCreditedAgree() {
    assertThat(
            StatementMatch.of(
                    List.of(line(TWICE, "40"), line(TWICE, "40")),
                    Map.of(TWICE, Money.cny("80")),
                    Map.of())
                .differences())
        .isEmpty();
  }

  private static StatementLine line(UUID order, String cny) {
    return new StatementLine(order, StatementLine.Kind.PAID, Money.cny(cny), Instant.EPOCH);
  }
}
