package io.posthouse.relay.admission;

import io.posthouse.relay.metering.MediaTokens;
import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.metering.Tokens;
import io.posthouse.relay.pricing.Price;
import io.posthouse.relay.pricing.PriceRecord.Rates;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call costs: the same sum that billing-service charges, to the last decimal, so that a
 * lease here and there agree (I9). Only the part of another model, which billing-service charges at
 * that model's own price, counts here at the price of the one that was asked for: the lease there
 * is right, and what differs comes back with the epoch.
 */
public final class CallCost {

  private static final int SCALE = 10;

  private CallCost() {}

  /** USD to 10 decimals, rounded half up once. */
  public static BigDecimal of(MeterReading used, Price price) {
    Tokens tokens = used.tokens();
    long input =
        tokens.input() + tokens.cacheRead() + tokens.cacheWrite5m() + tokens.cacheWrite1h();
    Rates rates = price.ratesOf(used.tier(), input);
    return part(tokens.input(), rates.input())
        .add(part(tokens.output(), rates.output()))
        .add(part(tokens.cacheRead(), orInput(rates.cacheRead(), rates)))
        .add(part(tokens.cacheWrite5m(), orInput(rates.cacheWrite5m(), rates)))
        .add(part(tokens.cacheWrite1h(), orInput(rates.cacheWrite1h(), rates)))
        .add(media(tokens.media(), rates))
        .movePointLeft(6)
        .add(tools(used.tools(), price))
        .multiply(price.multiplier())
        .setScale(SCALE, RoundingMode.HALF_UP);
  }

  private static BigDecimal part(long tokens, BigDecimal rate) {
    return rate.multiply(BigDecimal.valueOf(tokens));
  }

  private static BigDecimal orInput(@Nullable BigDecimal rate, Rates rates) {
    return rate == null ? rates.input() : rate;
  }

  /** What sound and pictures cost more, or less, than the text as which they are counted above. */
  private static BigDecimal media(@Nullable MediaTokens media, Rates rates) {
    if (media == null) {
      return BigDecimal.ZERO;
    }
    BigDecimal read = orInput(rates.cacheRead(), rates);
    return beyond(media.inputAudio(), rates.inputAudio(), rates.input())
        .add(beyond(media.inputImage(), rates.inputImage(), rates.input()))
        .add(beyond(media.cacheReadAudio(), rates.cacheReadAudio(), read))
        .add(beyond(media.cacheReadImage(), rates.cacheReadImage(), read))
        .add(beyond(media.outputAudio(), rates.outputAudio(), rates.output()))
        .add(beyond(media.outputImage(), rates.outputImage(), rates.output()));
  }

  private static BigDecimal beyond(long tokens, @Nullable BigDecimal rate, BigDecimal text) {
    return rate == null ? BigDecimal.ZERO : part(tokens, rate.subtract(text));
  }

  private static BigDecimal tools(Map<String, Long> uses, Price price) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, Long> tool : uses.entrySet()) {
      BigDecimal perThousand = price.tools().getOrDefault(tool.getKey(), BigDecimal.ZERO);
      sum = sum.add(perThousand.multiply(BigDecimal.valueOf(tool.getValue())));
    }
    return sum.movePointLeft(3);
  }
}
