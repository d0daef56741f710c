package io.posthouse.relay.protocol;

/** In a Responses request: items of the input. */
final class ForeignItems extends ForeignReasoning {

  private static final byte[] INPUT = ascii("input");
  private static final byte[] SEALED = ascii("encrypted_content");

  private final Sieve items = new Sieve();
  private boolean inInput;
  private boolean inItem;
  private boolean ours;
  private long start;

  @Override
  public boolean key(int depth, Gathered key, long begins) {
    if (depth == 1) {
      inInput = key.is(INPUT);
    }
    return inInput && depth == 3 && key.is(SEALED);
  }

  @Override
  public void value(int depth, byte first, long begins) {
    if (depth == 1) {
      inInput &= first == '[';
      items.restart();
    } else if (inInput && depth == 2) {
      start = begins;
      ours = false;
      inItem = first == '{';
      if (!inItem) {
        items.keep();
      }
    }
  }

  @Override
  public void text(Gathered text, long end) {
    ours |= isOurs(text);
  }

  @Override
  public void closed(int depth, long end) {
    if (inInput && depth == 3 && inItem) {
      if (ours) {
        items.take(span(start, end));
      } else {
        items.keep();
      }
    } else if (inInput && depth == 2 && !items.isEmptied()) {
      add(items.caught());
    }
  }
}
