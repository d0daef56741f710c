package io.posthouse.relay.protocol;

/**
 * In a request whose messages hold lists of elements: which elements go is the protocol's to say,
 * and a message that had no others goes with them.
 */
abstract sealed class ForeignElements extends ForeignReasoning permits ForeignBlocks, ForeignParts {

  private final byte[] listOfMessages;
  private final byte[] listOfElements;
  private final Sieve messages = new Sieve();
  private final Sieve elements = new Sieve();
  private boolean inMessages;
  private boolean inElements;
  private boolean inElement;
  private long messageStart;
  private long elementStart;

  /**
   * @param listOfMessages the key of the root
   * @param listOfElements the key of a message
   */
  ForeignElements(String listOfMessages, String listOfElements) {
    this.listOfMessages = ascii(listOfMessages);
    this.listOfElements = ascii(listOfElements);
  }

  /** An element begins. */
  abstract void begin();

  /** One of its keys; whether its text is to be told. */
  abstract boolean field(Gathered key, long start);

  /** That key's value begins. */
  abstract void fieldValue(byte first, long start);

  /** It ends: it goes, stays or changes. */
  abstract void end(ModelCall.Span element, Sieve into);

  /** The list of elements ends. */
  abstract void endList(Sieve into);

  @Override
  public final boolean key(int depth, Gathered key, long start) {
    switch (depth) {
      case 1 -> inMessages = key.is(listOfMessages);
      case 3 -> inElements = inMessages && key.is(listOfElements);
      case 5 -> {
        return inElements && inElement && field(key, start);
      }
      default -> {
        // Nothing of ours stands there.
      }
    }
    return false;
  }

  @Override
  public final void value(int depth, byte first, long start) {
    switch (depth) {
      case 1 -> {
        inMessages &= first == '[';
        inElements = false;
        messages.restart();
      }
      case 2 -> message(first, start);
      case 3 -> {
        if (inElements && first != '[') {
          inElements = false;
          elements.keep();
        }
      }
      case 4 -> element(first, start);
      case 5 -> {
        if (inElements && inElement) {
          fieldValue(first, start);
        }
      }
      default -> {
        // Nothing of ours stands there.
      }
    }
  }

  private void message(byte first, long start) {
    messageStart = start;
    inElements = false;
    elements.restart();
    if (first != '{') {
      messages.keep();
    }
  }

  private void element(byte first, long start) {
    if (!inElements) {
      return;
    }
    elementStart = start;
    inElement = first == '{';
    if (inElement) {
      begin();
    } else {
      elements.keep();
    }
  }

  @Override
  public final void closed(int depth, long end) {
    switch (depth) {
      case 5 -> {
        if (inElements && inElement) {
          end(span(elementStart, end), elements);
        }
      }
      case 4 -> {
        if (inElements) {
          endList(elements);
          inElements = false;
        }
      }
      case 3 -> endMessage(end);
      case 2 -> {
        if (inMessages && !messages.isEmptied()) {
          add(messages.caught());
        }
        inMessages = false;
      }
      default -> {
        // Nothing of ours stands there.
      }
    }
  }

  private void endMessage(long end) {
    if (!inMessages) {
      return;
    }
    if (elements.isEmptied()) {
      messages.take(span(messageStart, end));
    } else {
      messages.keepBut(elements);
    }
  }
}
