package io.posthouse.billing.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prices per million tokens in JSON, as decimal strings. Of sound and pictures only what is named.
 */
public record RatesView(
    String input,
    String output,
    String cacheRead,
    String cacheWrite5m,
    String cacheWrite1h,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String inputAudio,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cacheReadAudio,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String outputAudio,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String inputImage,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cacheReadImage,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String outputImage) {

  /**
   * Rates as the API writes them.
   *
   * @param media of sound and pictures, by their names here
   */
  public static RatesView of(
      BigDecimal input,
      BigDecimal output,
      BigDecimal cacheRead,
      BigDecimal cacheWrite5m,
      BigDecimal cacheWrite1h,
      Map<String, BigDecimal> media) {
    return new RatesView(
        plain(input),
        plain(output),
        plain(cacheRead),
        plain(cacheWrite5m),
        plain(cacheWrite1h),
        named(media, "inputAudio"),
        named(media, "cacheReadAudio"),
        named(media, "outputAudio"),
        named(media, "inputImage"),
        named(media, "cacheReadImage"),
        named(media, "outputImage"));
  }

  private static @Nullable String named(Map<String, BigDecimal> media, String kind) {
    BigDecimal rate = media.get(kind);
    return rate == null ? null : plain(rate);
  }

  /** A number with every digit it has and no trailing zeros. */
  public static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
