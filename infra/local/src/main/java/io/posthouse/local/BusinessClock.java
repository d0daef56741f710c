package io.posthouse.local;

import io.posthouse.local.home.Home;
import io.posthouse.local.home.StackException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The offset of the local stack's business clock: a file that the services re-read every 200 ms,
 * forward only.
 */
final class BusinessClock {

  private static final Pattern STEP =
      Pattern.compile("\\+(?:(\\d{1,5})d)?(?:(\\d{1,6})h)?(?:(\\d{1,8})m)?(?:(\\d{1,9})s)?");

  private final Home home;

  BusinessClock(Home home) {
    this.home = home;
  }

  /**
   * Reads a step, such as {@code +8d}, {@code +36h} or {@code +1d12h30m}.
   *
   * @throws StackException when it is no step forward
   */
  static Duration parse(String step) {
    Matcher matcher = STEP.matcher(step);
    if (!matcher.matches() || step.length() == 1) {
      throw new StackException("clock: '" + step + "' (expected: +8d, +36h, +1d12h, or reset)");
    }
    return Duration.ofDays(number(matcher.group(1)))
        .plusHours(number(matcher.group(2)))
        .plusMinutes(number(matcher.group(3)))
        .plusSeconds(number(matcher.group(4)));
  }

  private static long number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** How far the clock is ahead. */
  Duration offset() {
    return Home.read(home.clockOffset())
        .filter(text -> !text.isEmpty())
        .map(Duration::parse)
        .orElse(Duration.ZERO);
  }

  /** Moves the clock on from where it is. */
  Duration advance(Duration step) {
    Duration offset = offset().plus(step);
    Home.write(home.clockOffset(), offset + "\n");
    return offset;
  }

  /** Back to real time; services see it when they are started again. */
  void reset() {
    Home.delete(home.clockOffset());
  }
}
