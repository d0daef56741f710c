package io.posthouse.billing.usage;

import io.posthouse.billing.pricing.MediaKind;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of a call's tokens are sound or pictures, as the event has them: contained in the kinds
 * that they are named after.
 */
record MediaTokens(
    long inputAudio,
    long inputImage,
    long cacheReadAudio,
    long cacheReadImage,
    long outputAudio,
    long outputImage) {

  static final MediaTokens NONE = new MediaTokens(0, 0, 0, 0, 0, 0);

  long input() {
    return inputAudio + inputImage;
  }

  long cacheRead() {
    return cacheReadAudio + cacheReadImage;
  }

  long output() {
    return outputAudio + outputImage;
  }

  long of(MediaKind kind) {
    return switch (kind) {
      case INPUT_AUDIO -> inputAudio;
      case CACHE_READ_AUDIO -> cacheReadAudio;
      case OUTPUT_AUDIO -> outputAudio;
      case INPUT_IMAGE -> inputImage;
      case CACHE_READ_IMAGE -> cacheReadImage;
      case OUTPUT_IMAGE -> outputImage;
    };
  }

  /** Those that there are any of. */
  Map<MediaKind, Long> counts() {
    Map<MediaKind, Long> counts = new EnumMap<>(MediaKind.class);
    for (MediaKind kind : MediaKind.values()) {
      if (of(kind) != 0) {
        counts.put(kind, of(kind));
      }
    }
    return counts;
  }

  static MediaTokens orNone(@Nullable MediaTokens media) {
    return media == null ? NONE : media;
  }

  /** Both together; null when neither has any. */
  static @Nullable MediaTokens sum(@Nullable MediaTokens one, @Nullable MediaTokens other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return new MediaTokens(
        one.inputAudio + other.inputAudio,
        one.inputImage + other.inputImage,
        one.cacheReadAudio + other.cacheReadAudio,
        one.cacheReadImage + other.cacheReadImage,
        one.outputAudio + other.outputAudio,
        one.outputImage + other.outputImage);
  }

  /** What is left of one without the other; negative where it has less. */
  static @Nullable MediaTokens difference(
      @Nullable MediaTokens one, @Nullable MediaTokens without) {
    if (without == null) {
      return one;
    }
    MediaTokens all = orNone(one);
    return new MediaTokens(
        all.inputAudio - without.inputAudio,
        all.inputImage - without.inputImage,
        all.cacheReadAudio - without.cacheReadAudio,
        all.cacheReadImage - without.cacheReadImage,
        all.outputAudio - without.outputAudio,
        all.outputImage - without.outputImage);
  }
}
