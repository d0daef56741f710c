package io.posthouse.relay.translation.chat;

import io.posthouse.relay.translation.neutral.Opaque;
import org.jspecify.annotations.Nullable;

/**
 * The signature of an answer's reasoning, if there is one block of it: Chat runs several together,
 * and then no signature would fit the text.
 */
final class SoleSignature {

  private int blocks;
  private @Nullable Opaque last;

  void add(@Nullable Opaque opaque) {
    blocks++;
    last = opaque;
  }

  /** Whether there was any reasoning. */
  boolean any() {
    return blocks > 0;
  }

  /** The one signature; null where there is none, or more than one block. */
  @Nullable Opaque sole() {
    return blocks == 1 ? last : null;
  }
}
