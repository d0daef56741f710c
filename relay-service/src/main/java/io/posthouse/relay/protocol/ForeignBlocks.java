package io.posthouse.relay.protocol;

/** In a Messages request: blocks of a message's content. */
final class ForeignBlocks extends ForeignElements {

  private static final byte[] SIGNATURE = ascii("signature");
  private static final byte[] REDACTED = ascii("data");

  private boolean ours;

  ForeignBlocks() {
    super("messages", "content");
  }

  @Override
  void begin() {
    ours = false;
  }

  @Override
  boolean field(Gathered key, long start) {
    return key.is(SIGNATURE) || key.is(REDACTED);
  }

  @Override
  void fieldValue(byte first, long start) {
    // Only texts tell.
  }

  @Override
  public void text(Gathered text, long end) {
    ours |= isOurs(text);
  }

  @Override
  void end(ModelCall.Span block, Sieve into) {
    if (ours) {
      into.take(block);
    } else {
      into.keep();
    }
  }

  @Override
  void endList(Sieve into) {
    // Each block stands for itself.
  }
}
