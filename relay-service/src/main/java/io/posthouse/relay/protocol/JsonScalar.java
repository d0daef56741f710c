package io.posthouse.relay.protocol;

/** A number or one of JSON's three words, byte by byte. Not thread-safe. */
final class JsonScalar {

  /** What a byte was. */
  enum Step {
    MORE,
    /** The last of it. */
    ENDED,
    /** The first behind it. */
    BEHIND,
    MALFORMED_NUMBER,
    LONG_NUMBER,
    UNKNOWN_WORD
  }

  /** The longest number that is accepted. */
  static final int MAX_NUMBER = 1000;

  private static final String NUMBER = "";

  private final Gathered number = new Gathered(MAX_NUMBER);
  private String word = NUMBER;
  private int at;

  /** Whether one begins with that byte; if so, it has begun. */
  boolean begin(byte first) {
    at = 1;
    switch (first) {
      case 't' -> word = "true";
      case 'f' -> word = "false";
      case 'n' -> word = "null";
      default -> {
        word = NUMBER;
        number.restart();
        number.add(first);
        return first == '-' || isDigit(first);
      }
    }
    return true;
  }

  /** The next byte. */
  Step take(byte b) {
    if (!word.isEmpty()) {
      return b != word.charAt(at)
          ? Step.UNKNOWN_WORD
          : ++at == word.length() ? Step.ENDED : Step.MORE;
    }
    if (isDigit(b) || b == '.' || b == 'e' || b == 'E' || b == '+' || b == '-') {
      number.add(b);
      return number.isTooLong() ? Step.LONG_NUMBER : Step.MORE;
    }
    return isWhole() ? Step.BEHIND : Step.MALFORMED_NUMBER;
  }

  /** Whether it may end here: a word tells its end itself. */
  boolean isWhole() {
    return word.isEmpty() && number.isNumber();
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
