package io.posthouse.relay.translation.stream;

/**
 * Tells when an object that comes in pieces is complete: Chat never says that a tool call has
 * ended. Anything that does not begin with a brace is never complete.
 */
public final class JsonEnd {

  private int depth;
  private boolean begun;
  private boolean broken;
  private boolean inString;
  private boolean escaped;

  /** Reads more; answers whether the object is complete by now. */
  public boolean feed(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (inString) {
        if (escaped) {
          escaped = false;
        } else if (c == '\\') {
          escaped = true;
        } else if (c == '"') {
          inString = false;
        }
      } else {
        structure(c);
      }
    }
    return begun && !broken && depth == 0;
  }

  private void structure(char c) {
    switch (c) {
      case '{', '[' -> {
        broken |= begun && depth == 0;
        broken |= !begun && c == '[';
        begun = true;
        depth++;
      }
      case '}', ']' -> depth--;
      case ' ', '\t', '\n', '\r' -> {
        // Stands anywhere.
      }
      default -> {
        broken |= depth <= 0;
        inString = c == '"';
      }
    }
  }
}
