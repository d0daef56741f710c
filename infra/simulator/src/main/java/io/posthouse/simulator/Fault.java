package io.posthouse.simulator;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What goes wrong with a call. */
sealed interface Fault {

  /** Nothing. */
  record None() implements Fault {}

  /** Late and in small pieces. */
  record Slow() implements Fault {}

  /** No answer. */
  record Hang() implements Fault {}

  /** Half an answer, then an ending of its own. */
  record Half(Ending ending) implements Fault {}

  /** A refusal. */
  record Refusal(int status) implements Fault {}

  /** No usage. */
  record NoUsage() implements Fault {}

  /** A page where an answer should be. */
  record Html() implements Fault {}

  /** Not a fault: a long answer. */
  record Wordy() implements Fault {}

  /** How half an answer ends. */
  enum Ending {
    SILENCE,
    RESET,
    EOF,
    ERROR_EVENT
  }

  /** The absence of a fault. */
  Fault NONE = new None();

  /** The faults by name, but for {@code error-NNN}. */
  Map<String, Fault> BY_NAME =
      Map.of(
          "slow", new Slow(),
          "hang", new Hang(),
          "hang-mid", new Half(Ending.SILENCE),
          "cut", new Half(Ending.RESET),
          "eof", new Half(Ending.EOF),
          "error-mid", new Half(Ending.ERROR_EVENT),
          "error", new Refusal(500),
          "no-usage", new NoUsage(),
          "html", new Html(),
          "long", new Wordy());

  /** The refusals, by status. */
  Pattern ERROR = Pattern.compile("error-([45]\\d\\d)");

  /** What the model's name asks for. */
  static Fault ofModel(String model) {
    Fault fault = model.startsWith("sim-") ? find(model.substring("sim-".length())) : null;
    return fault == null ? NONE : fault;
  }

  /**
   * The fault of that name.
   *
   * @throws IllegalArgumentException when there is none; the message lists those there are
   */
  static Fault named(String name) {
    Fault fault = find(name);
    if (fault == null) {
      throw new IllegalArgumentException(
          "fault: unknown (expected: one of "
              + BY_NAME.keySet().stream().sorted().toList()
              + " or error-400 to error-599)");
    }
    return fault;
  }

  private static @Nullable Fault find(String name) {
    Matcher error = ERROR.matcher(name);
    return error.matches() ? new Refusal(Integer.parseInt(error.group(1))) : BY_NAME.get(name);
  }
}
