package io.posthouse.relay.metering;

import io.netty.buffer.ByteBuf;

/** How much text a request holds. */
public final class PromptCount {

  private PromptCount() {}

  /** Its characters of text; names, numbers and pictures do not count. */
  public static long characters(ByteBuf body) {
    TextCount text = new TextCount();
    body.forEachByte(
        b -> {
          text.feed(b);
          return true;
        });
    return text.characters();
  }
}
