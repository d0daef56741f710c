package io.posthouse.relay.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Our own record of {@code billing.prices-changed.v1}: all versions that are or will be in force
 * for one name.
 *
 * @param kind {@code official} (of a model) or {@code multiplier} (of a channel)
 */
public record PriceRecord(String kind, String name, List<Version> versions) {

  /**
   * One version. Rates for an official price, a multiplier for a channel.
   *
   * @param tiers null for none
   * @param tools USD per 1,000 uses; null for none
   */
  public record Version(
      String version,
      @Nullable Rates rates,
      @Nullable List<Tier> tiers,
      @Nullable Map<String, BigDecimal> tools,
      @Nullable BigDecimal multiplier,
      Instant effectiveFrom) {

    /** A version without tiers and tools. */
    public Version(
        String version,
        @Nullable Rates rates,
        @Nullable BigDecimal multiplier,
        Instant effectiveFrom) {
      this(version, rates, null, null, multiplier, effectiveFrom);
    }
  }

  /**
   * Rates for some calls.
   *
   * @param serviceTier null for every one that has no rates of its own
   * @param above for calls with more tokens of input than this; null for all
   */
  public record Tier(@Nullable String serviceTier, @Nullable Long above, Rates rates) {

    long from() {
      Long least = above();
      return least == null ? 0 : least;
    }

    boolean countsFor(long input) {
      return above() == null || input > from();
    }
  }

  /**
   * USD per million tokens; a kind of text without a rate costs what input does, one of sound or
   * pictures what text does in its place.
   */
  public record Rates(
      BigDecimal input,
      BigDecimal output,
      @Nullable BigDecimal cacheRead,
      @Nullable BigDecimal cacheWrite5m,
      @Nullable BigDecimal cacheWrite1h,
      @Nullable BigDecimal inputAudio,
      @Nullable BigDecimal cacheReadAudio,
      @Nullable BigDecimal outputAudio,
      @Nullable BigDecimal inputImage,
      @Nullable BigDecimal cacheReadImage,
      @Nullable BigDecimal outputImage) {

    /** Rates of a model that sells text alone, or everything at one price. */
    public Rates(
        BigDecimal input,
        BigDecimal output,
        @Nullable BigDecimal cacheRead,
        @Nullable BigDecimal cacheWrite5m,
        @Nullable BigDecimal cacheWrite1h) {
      this(
          input, output, cacheRead, cacheWrite5m, cacheWrite1h, null, null, null, null, null, null);
    }

    /**
     * The dearest of the kinds that input can be.
     *
     * @param sound whether some of it can be sound
     * @param pictures whether some of it can be pictures
     */
    public BigDecimal dearestInput(boolean sound, boolean pictures) {
      BigDecimal dearest = dearest(input, cacheWrite5m, cacheWrite1h, cacheRead);
      dearest = sound ? dearest(dearest, inputAudio, cacheReadAudio) : dearest;
      return pictures ? dearest(dearest, inputImage, cacheReadImage) : dearest;
    }

    /** The dearest of the kinds that output can be. */
    public BigDecimal dearestOutput(boolean sound, boolean pictures) {
      BigDecimal dearest = sound ? dearest(output, outputAudio) : output;
      return pictures ? dearest(dearest, outputImage) : dearest;
    }

    private static BigDecimal dearest(BigDecimal first, @Nullable BigDecimal... others) {
      BigDecimal dearest = first;
      for (BigDecimal rate : others) {
        dearest = rate == null ? dearest : dearest.max(rate);
      }
      return dearest;
    }

    /** Of each kind the dearer one. */
    Rates max(Rates other) {
      return new Rates(
          input.max(other.input),
          output.max(other.output),
          orInput(cacheRead()).max(other.orInput(other.cacheRead())),
          orInput(cacheWrite5m()).max(other.orInput(other.cacheWrite5m())),
          orInput(cacheWrite1h()).max(other.orInput(other.cacheWrite1h())),
          dearer(inputAudio(), other.inputAudio()),
          dearer(cacheReadAudio(), other.cacheReadAudio()),
          dearer(outputAudio(), other.outputAudio()),
          dearer(inputImage(), other.inputImage()),
          dearer(cacheReadImage(), other.cacheReadImage()),
          dearer(outputImage(), other.outputImage()));
    }

    /** The text's rates count beside these, so that one which has none takes nothing away. */
    private static @Nullable BigDecimal dearer(
        @Nullable BigDecimal one, @Nullable BigDecimal other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return one.max(other);
    }

    private BigDecimal orInput(@Nullable BigDecimal rate) {
      return rate == null ? input : rate;
    }
  }
}
