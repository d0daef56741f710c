package io.posthouse.local.stack;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells a person what is going on, a line at a time. Thread-safe. */
public final class Progress {

  private final PrintStream out;

  /** Lines go to that stream. */
  public Progress(PrintStream out) {
    this.out = out;
  }

  /** A step of the whole. */
  public void step(String text) {
    line(text);
  }

  /** Something within a step. */
  public void detail(String text) {
    line("  " + text);
  }

  /** What became of a part, and how long that took. */
  public void part(String part, String what, Duration took, String address) {
    line(
        "  %-22s %-9s %6s  %s"
            .formatted(part, what, took.isZero() ? "" : seconds(took), address)
            .stripTrailing());
  }

  /** Seconds with one decimal. */
  public static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  /** A line as it is. */
  public void line(String text) {
    synchronized (out) {
      out.println(text);
      out.flush();
    }
  }
}
