package io.posthouse.relay.protocol;

/** Which objects and lists a place in a document stands in. Not thread-safe. */
final class JsonNesting {

  private final long[] objects;
  private final int most;
  private int depth;

  /**
   * @param most the deepest that is accepted; a multiple of 64
   */
  JsonNesting(int most) {
    this.most = most;
    this.objects = new long[most / Long.SIZE];
  }

  /** How many are open. */
  int depth() {
    return depth;
  }

  /** One more begins; false when that is too deep. */
  boolean enter(boolean object) {
    if (depth == most) {
      return false;
    }
    long bit = 1L << (depth & 63);
    if (object) {
      objects[depth >> 6] |= bit;
    } else {
      objects[depth >> 6] &= ~bit;
    }
    depth++;
    return true;
  }

  /** The innermost ends. */
  void leave() {
    depth--;
  }

  /** Whether the innermost is an object. */
  boolean inObject() {
    return depth > 0 && (objects[(depth - 1) >> 6] & (1L << ((depth - 1) & 63))) != 0;
  }
}
