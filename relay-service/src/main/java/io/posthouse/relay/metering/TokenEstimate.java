package io.posthouse.relay.metering;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/**
 * Counts the tokens of a text with a real tokenizer, where no upstream counted them (protocols.md
 * 1.7, 1.8; T19, T20). The tokenizer is OpenAI's newest public one, for every model: an estimate
 * for others, and marked as one wherever it is shown.
 *
 * <p>The cost is bounded whatever the text: the first {@value #EXACT} characters are tokenized, the
 * rest is reckoned at their rate. The tokenizer's table (some 25 MB) is loaded when it is first
 * needed, which takes a moment: nothing for an event loop. An instance takes one text in pieces and
 * is not thread-safe; the tokenizer is.
 */
public final class TokenEstimate {

  /** How many characters are tokenized. */
  public static final int EXACT = 32 * 1024;

  /** The tokenizer takes this much at a time, so that a text without spaces cannot hurt it. */
  private static final int SLICE = 2048;

  private static final class Tokenizer {
    static final Encoding ENCODING =
        Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  }

  private final StringBuilder exact = new StringBuilder();
  private long characters;

  /** Tokens of a whole text; 0 for none. */
  public static long of(CharSequence text) {
    TokenEstimate estimate = new TokenEstimate();
    estimate.add(text);
    return estimate.tokens();
  }

  /** Takes more of the text. */
  public void add(CharSequence more) {
    characters += more.length();
    int room = EXACT - exact.length();
    if (room > 0) {
      exact.append(more, 0, Math.min(room, more.length()));
    }
  }

  /** Tokens of what was taken; 0 if that was nothing. */
  public long tokens() {
    if (characters == 0) {
      return 0;
    }
    long counted = 0;
    for (int from = 0; from < exact.length(); ) {
      int to = sliceEnd(from);
      counted += Tokenizer.ENCODING.countTokensOrdinary(exact.substring(from, to));
      from = to;
    }
    long rest = characters - exact.length();
    return counted + Math.ceilDiv(rest * counted, exact.length());
  }

  /** Where a slice ends: at a space if there is one, never inside a character. */
  private int sliceEnd(int from) {
    int most = Math.min(from + SLICE, exact.length());
    if (most == exact.length()) {
      return most;
    }
    for (int i = most; i > from + SLICE / 2; i--) {
      if (exact.charAt(i) == ' ' || exact.charAt(i) == '\n') {
        return i;
      }
    }
    return Character.isHighSurrogate(exact.charAt(most - 1)) ? most - 1 : most;
  }
}
