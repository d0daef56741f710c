package io.posthouse.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is answered.
 *
 * @param words the text's words; empty when a tool is called
 * @param capped whether the output cap cut it short
 * @param usage null when it is to be left out
 */
record Answer(
    List<String> words, boolean capped, Call.@Nullable ToolCall tool, @Nullable Usage usage) {

  private static final int LONG = 500;

  /** The answer to a call, with what a fault changes about it. */
  static Answer to(Call call, Fault fault) {
    Usage input = call.usage();
    boolean told = !(fault instanceof Fault.NoUsage);
    Call.ToolCall tool = call.tool();
    if (tool != null) {
      long bytes = tool.arguments().getBytes(StandardCharsets.UTF_8).length;
      return new Answer(
          List.of(), false, tool, told ? input.withOutput(PromptSize.tokens(bytes)) : null);
    }
    List<String> all = words(input.prompt(), fault instanceof Fault.Wordy);
    List<String> words = all.subList(0, Math.min(all.size(), call.cap()));
    Usage usage = told ? input.withOutput(words.size()) : null;
    return new Answer(words, words.size() < all.size(), null, usage);
  }

  private static List<String> words(long promptTokens, boolean isLong) {
    String text =
        "This is Posthouse's simulator, a demo and test tool, not a language model. It counted "
            + promptTokens
            + " input tokens, kept nothing of them, and answers everyone alike.";
    List<String> words = new ArrayList<>(Arrays.asList(text.split(" ", -1)));
    for (int i = words.size() + 1; isLong && i <= LONG; i++) {
      words.add("word" + i);
    }
    return words;
  }

  /** The text. */
  String text() {
    return String.join(" ", words);
  }

  /** The text in pieces, a word each, whose concatenation is {@link #text()}. */
  List<String> pieces() {
    List<String> pieces = new ArrayList<>(words.size());
    for (String word : words) {
      pieces.add(pieces.isEmpty() ? word : " " + word);
    }
    return pieces;
  }
}
