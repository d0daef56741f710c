package io.posthouse.relay.metering;

import org.jspecify.annotations.Nullable;

/**
 * One medium among a call's counters as a provider reports them, before they are told apart by
 * cache: the input's are counted with and without what a cache gave.
 *
 * @param input of all input, cached or not
 * @param cached of the cached input; null when the provider does not tell, and then they are the
 *     part for which the uncached input has no room
 * @param output of the output
 */
record MediaSplit(long input, @Nullable Long cached, long output) {

  /**
   * Sound and pictures as subsets of kinds of tokens.
   *
   * @param fresh uncached input
   * @return not yet bounded by their wholes
   */
  static MediaTokens of(MediaSplit audio, MediaSplit image, long fresh) {
    long freshAudio = audio.fresh(fresh);
    long freshImage = image.fresh(Math.max(0, fresh - freshAudio));
    return new MediaTokens(
        freshAudio,
        freshImage,
        audio.read(freshAudio),
        image.read(freshImage),
        audio.output,
        image.output);
  }

  private long fresh(long room) {
    Long told = cached();
    return told == null ? Math.min(input, room) : Math.max(0, input - told);
  }

  private long read(long fresh) {
    Long told = cached();
    return told == null ? input - fresh : told;
  }
}
