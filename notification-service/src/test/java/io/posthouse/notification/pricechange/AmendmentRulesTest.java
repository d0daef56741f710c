package io.posthouse.notification.pricechange;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.notification.wording.LocalizedText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AmendmentRulesTest {

  private static final Instant T = Instant.parse("2026-11-30T12:00:00Z");
  private static final LocalizedText REASON = new LocalizedText("r", "r");

  private final AmendmentRules rules = new AmendmentRules(new NoticePeriod(Duration.ofDays(7)));

  @Test
  void lowersAnIncreaseUntilShortlyBefore() {
    PriceChange increase = open("1.00", "1.20", T);

    assertThatCode(amend(increase, "1.10", T, days(3))).doesNotThrowAnyException();
    assertThatCode(amend(increase, "1.00", T, days(1))).doesNotThrowAnyException();
    refused(amend(increase, "1.30", T, days(3)), "may only lower the increase");
    refused(amend(increase, "0.90", T, days(3)), "may only lower the increase");
    refused(amend(increase, "1.10", T, T.minusSeconds(60)), "in force or about to be");
    refused(amend(increase, "1.10", T, T.plusSeconds(1)), "in force or about to be");
  }

  @Test
  void putsAChangeOffAndNeverForward() {
    PriceChange increase = open("1.00", "1.20", T);

    assertThatCode(amend(increase, "1.20", T.plusSeconds(1), days(3))).doesNotThrowAnyException();
    refused(amend(increase, "1.20", T.minusSeconds(1), days(3)), "never brought forward");
  }

  @Test
  void keepsADecreaseThatIsDueWithinTheNotice() {
    PriceChange decrease = open("1.00", "0.80", T);

    assertThatCode(amend(decrease, "0.80", T.plusSeconds(1), days(7))).doesNotThrowAnyException();
    refused(amend(decrease, "0.80", T.plusSeconds(1), days(6)), "acts like an increase");
    refused(amend(decrease, "0.90", T, days(8)), "keeps its multiplier");
    refused(amend(decrease, "0.70", T, days(8)), "keeps its multiplier");
  }

  @Test
  void takesBackAnIncreaseLateAndADecreaseOnlyEarly() {
    PriceChange increase = open("1.00", "1.20", T);
    PriceChange decrease = open("1.00", "0.80", T);

    assertThatCode(() -> rules.requireWithdrawable(increase, days(1))).doesNotThrowAnyException();
    refused(() -> rules.requireWithdrawable(increase, T.minusSeconds(10)), "about to be");
    assertThatCode(() -> rules.requireWithdrawable(decrease, days(7))).doesNotThrowAnyException();
    refused(
        () -> rules.requireWithdrawable(decrease, days(7).plusNanos(1)), "acts like an increase");
  }

  @Test
  void keepsTheOrderOfAChannelsChanges() {
    PriceChange increase = open("1.00", "1.20", T);
    PriceChange later = open("1.20", "1.10", T.plus(Duration.ofDays(2)));

    refused(
        () ->
            rules.requireAmendable(
                increase,
                new Proposal("c", new BigDecimal("1.20"), T.plus(Duration.ofDays(3)), REASON),
                List.of(increase, later),
                days(1)),
        "the channel's next announced change");
  }

  private ThrowingCallable amend(PriceChange change, String multiplier, Instant to, Instant now) {
    Proposal proposal = new Proposal("c", new BigDecimal(multiplier), to, REASON);
    return () -> rules.requireAmendable(change, proposal, List.of(change), now);
  }

  private static void refused(ThrowingCallable call, String because) {
    assertThatThrownBy(call).hasMessageContaining(because);
  }

  /** That many days before the change. */
  private static Instant days(int before) {
    return T.minus(Duration.ofDays(before));
  }

  private static PriceChange open(String from, String to, Instant at) {
    PriceChange change =
        new PriceChange(
            new Proposal("c", new BigDecimal(to), at, REASON), new BigDecimal(from), "s");
    change.goOut(at.minus(Duration.ofDays(20)));
    return change;
  }
}
