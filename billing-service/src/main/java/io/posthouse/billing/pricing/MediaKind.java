package io.posthouse.billing.pricing;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;

/**
 * A kind of token that is sound or a picture. Where a price names no rate for it, it costs what
 * text does in its place, as vendors do it.
 */
public enum MediaKind {
  INPUT_AUDIO("inputAudio", true),
  CACHE_READ_AUDIO("cacheReadAudio", true),
  OUTPUT_AUDIO("outputAudio", false),
  INPUT_IMAGE("inputImage", true),
  CACHE_READ_IMAGE("cacheReadImage", true),
  OUTPUT_IMAGE("outputImage", false);

  private final String word;
  private final boolean input;

  MediaKind(String word, boolean input) {
    this.word = word;
    this.input = input;
  }

  /** Its name in JSON and in the price's stored text. */
  public String word() {
    return word;
  }

  /** Whether it goes in, from a cache or not. */
  public boolean isInput() {
    return input;
  }

  /** What text costs in its place. */
  BigDecimal ofText(Rates rates) {
    return switch (this) {
      case INPUT_AUDIO, INPUT_IMAGE -> rates.input();
      case CACHE_READ_AUDIO, CACHE_READ_IMAGE -> rates.cacheRead();
      case OUTPUT_AUDIO, OUTPUT_IMAGE -> rates.output();
    };
  }

  static Optional<MediaKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
