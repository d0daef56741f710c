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
    StatementMatch match = StatementMatch.of(statement, paid);

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
    StatementMatch match = StatementMatch.of(List.of(foreign), Map.of());

    // Then
    assertThat(match.differences())
        .containsExactly(
            new StatementMatch.Difference(
                foreign.orderId(), "not-here", Money.cny("5"), Money.cny("0"), "shop-17"));
  }

  private static StatementLine line(UUID order, String cny) {
    return new StatementLine(order, StatementLine.Kind.PAID, Money.cny(cny), Instant.EPOCH);
  }
}
