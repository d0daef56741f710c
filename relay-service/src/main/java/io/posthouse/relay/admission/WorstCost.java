package io.posthouse.relay.admission;

import io.posthouse.relay.pricing.Price;
import io.posthouse.relay.pricing.PriceRecord;
import io.posthouse.relay.protocol.ModelCall;
import io.posthouse.relay.protocol.Surface;
import io.posthouse.relay.routing.Model;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The most that a call can cost, in USD, to 10 decimals, rounded up.
 *
 * <p>Input: what the body bounds it to, or the model's maximum, whichever is less, at the dearest
 * rate that input can have, over the tiers that such a call can fall into. Output: the client's cap
 * or the model's maximum, whichever is less, for each choice; a stream's is paid for in tranches,
 * ahead of it. Sound and pictures count as far as the call can have them: then all of its input, or
 * output, may be of their kind. Hosted tools: as many uses as the call can make, each like the
 * dearest that has a price.
 */
public final class WorstCost {

  /** Output tokens that a stream sets money aside for at a time. */
  public static final long TRANCHE = 4_096;

  private static final int SCALE = 10;
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal SMALLEST = BigDecimal.ONE.movePointLeft(SCALE);

  private WorstCost() {}

  /** The worst cost of a whole call; above zero. */
  public static BigDecimal of(ModelCall call, Model model, Price price) {
    return of(call, model, price, outputTokens(call, model));
  }

  /** The worst cost of a call that gives so many output tokens; above zero. */
  public static BigDecimal of(ModelCall call, Model model, Price price, long outputTokens) {
    ModelCall.Media heard = call.bounds().input();
    BigDecimal input = dearest(call, model, price).dearestInput(heard.sound(), heard.pictures());
    return usd(
        input
            .multiply(BigDecimal.valueOf(input(call, model)))
            .add(output(call, model, price).multiply(BigDecimal.valueOf(outputTokens)))
            .add(tools(call, price)),
        price);
  }

  private static BigDecimal output(ModelCall call, Model model, Price price) {
    ModelCall.Media said = call.bounds().output();
    return dearest(call, model, price).dearestOutput(said.sound(), said.pictures());
  }

  /**
   * Whether an answer can be paid for while it passes: sound and pictures with a price of their own
   * are counted by the upstream alone, and at its end.
   */
  public static boolean isCountedOnItsWay(ModelCall call, Model model, Price price) {
    PriceRecord.Rates dearest = dearest(call, model, price);
    ModelCall.Media said = call.bounds().output();
    return !(said.sound() && dearest.outputAudio() != null)
        && !(said.pictures() && dearest.outputImage() != null);
  }

  /** USD per million tokens is a millionth of USD, and per thousand uses a thousand of those. */
  private static BigDecimal tools(ModelCall call, Price price) {
    return price.tools().values().stream()
        .max(BigDecimal::compareTo)
        .orElse(BigDecimal.ZERO)
        .multiply(BigDecimal.valueOf(call.bounds().toolUses()))
        .movePointRight(3);
  }

  /** The most that so many output tokens of a call cost; above zero. */
  public static BigDecimal ofOutput(ModelCall call, Model model, Price price, long tokens) {
    return usd(output(call, model, price).multiply(BigDecimal.valueOf(tokens)), price);
  }

  /**
   * How many output tokens a call can give for so much, beside what else it can cost.
   *
   * @param affordable USD
   * @return zero or less when it does not even cover the input
   */
  public static long outputFor(ModelCall call, Model model, Price price, BigDecimal affordable) {
    BigDecimal each = output(call, model, price).multiply(price.multiplier());
    BigDecimal left = affordable.subtract(of(call, model, price, 0)).subtract(SMALLEST);
    if (each.signum() == 0) {
      return left.signum() < 0 ? 0 : Long.MAX_VALUE;
    }
    return left.multiply(MILLION)
        .divide(each, 0, RoundingMode.FLOOR)
        .max(BigDecimal.ZERO)
        .min(BigDecimal.valueOf(Long.MAX_VALUE))
        .longValue();
  }

  private static PriceRecord.Rates dearest(ModelCall call, Model model, Price price) {
    return price.dearest(input(call, model));
  }

  private static long input(ModelCall call, Model model) {
    return Math.min(call.bounds().inputTokens(), model.maxInputTokens());
  }

  /** The most output tokens that a call can give, over all its choices. */
  public static long outputTokens(ModelCall call, Model model) {
    if (call.surface().kind() == Surface.Kind.EMBEDDING) {
      return 0;
    }
    Long cap = call.outputCap();
    long each = cap == null ? model.maxOutputTokens() : Math.min(cap, model.maxOutputTokens());
    return each * call.choices();
  }

  private static BigDecimal usd(BigDecimal official, Price price) {
    return official
        .multiply(price.multiplier())
        .divide(MILLION, SCALE, RoundingMode.CEILING)
        .max(SMALLEST);
  }
}
