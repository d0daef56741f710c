package io.posthouse.relay.metering;

import org.jspecify.annotations.Nullable;

/**
 * Which of a call's tokens are sound or pictures: subsets of the kinds of {@link Tokens} that they
 * are named after. What is neither (text, films, documents) is the rest. None is negative.
 */
public record MediaTokens(
    long inputAudio,
    long inputImage,
    long cacheReadAudio,
    long cacheReadImage,
    long outputAudio,
    long outputImage) {

  private static final MediaTokens ZERO = new MediaTokens(0, 0, 0, 0, 0, 0);

  public MediaTokens {
    if (inputAudio < 0
        || inputImage < 0
        || cacheReadAudio < 0
        || cacheReadImage < 0
        || outputAudio < 0
        || outputImage < 0) {
      throw new IllegalArgumentException("media: negative");
    }
  }

  /**
   * These subsets, bounded by their wholes: sound first, then pictures, for sound is the dearer.
   *
   * @param media null for none
   * @return null when nothing is left of them
   */
  static @Nullable MediaTokens within(
      @Nullable MediaTokens media, long input, long cacheRead, long output) {
    if (media == null) {
      return null;
    }
    long inputAudio = Math.min(media.inputAudio, input);
    long readAudio = Math.min(media.cacheReadAudio, cacheRead);
    long outputAudio = Math.min(media.outputAudio, output);
    MediaTokens bounded =
        new MediaTokens(
            inputAudio,
            Math.min(media.inputImage, input - inputAudio),
            readAudio,
            Math.min(media.cacheReadImage, cacheRead - readAudio),
            outputAudio,
            Math.min(media.outputImage, output - outputAudio));
    return bounded.equals(ZERO) ? null : bounded;
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

  /** What is left of each without those. */
  static @Nullable MediaTokens difference(@Nullable MediaTokens all, @Nullable MediaTokens part) {
    return all == null || part == null
        ? all
        : new MediaTokens(
            Math.max(0, all.inputAudio - part.inputAudio),
            Math.max(0, all.inputImage - part.inputImage),
            Math.max(0, all.cacheReadAudio - part.cacheReadAudio),
            Math.max(0, all.cacheReadImage - part.cacheReadImage),
            Math.max(0, all.outputAudio - part.outputAudio),
            Math.max(0, all.outputImage - part.outputImage));
  }

  /** One's input and another's output. */
  static MediaTokens withOutput(@Nullable MediaTokens known, @Nullable MediaTokens sent) {
    MediaTokens input = known == null ? ZERO : known;
    MediaTokens output = sent == null ? ZERO : sent;
    return new MediaTokens(
        input.inputAudio,
        input.inputImage,
        input.cacheReadAudio,
        input.cacheReadImage,
        output.outputAudio,
        output.outputImage);
  }

  /**
   * The same with so much uncached input counted as read from a cache: text before pictures before
   * sound.
   *
   * @param tokens at most {@code input}
   * @param input the uncached input before it, these included
   */
  MediaTokens asCacheRead(long tokens, long input) {
    long beyondText = Math.max(0, tokens - (input - inputAudio - inputImage));
    long image = Math.min(beyondText, inputImage);
    long audio = Math.min(beyondText - image, inputAudio);
    return new MediaTokens(
        inputAudio - audio,
        inputImage - image,
        cacheReadAudio + audio,
        cacheReadImage + image,
        outputAudio,
        outputImage);
  }
}
