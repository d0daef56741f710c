package io.posthouse.gateway.site;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well one model is served in one channel, as everybody may see it: rates, never how many calls
 * there were.
 *
 * @param status what it is now; operational as long as nobody calls it
 * @param successRate of the last 90 days, from 0 to 1
 * @param timeToFirstTokenMillis on average, of the last 90 days; null when no call told
 * @param tokensPerSecond on average, of the last 90 days; null when no call told
 * @param days those of the last 90 on which it was called, oldest first, in UTC
 */
record ModelHealth(
    String model,
    String channel,
    State status,
    double successRate,
    @Nullable Long timeToFirstTokenMillis,
    @Nullable Double tokensPerSecond,
    List<Day> days) {

  /** One day. */
  record Day(
      LocalDate day,
      double successRate,
      @Nullable Long timeToFirstTokenMillis,
      @Nullable Double tokensPerSecond) {}

  /**
   * A copy of what the relay told.
   *
   * @param at when it was taken; null before the relay was ever asked
   */
  record Copy(@Nullable Instant at, List<ModelHealth> models) {
    /** Nothing yet. */
    static final Copy NONE = new Copy(null, List.of());
  }
}
