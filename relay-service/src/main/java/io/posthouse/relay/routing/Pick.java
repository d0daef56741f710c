package io.posthouse.relay.routing;

import java.time.Duration;

/** What the selector says. */
public sealed interface Pick {

  /** Try this one. */
  record Take(Turn turn) implements Pick {}

  /** All were tried. */
  record Exhausted() implements Pick {}

  /** Those left asked us to wait. */
  record Limited(Duration retryAfter) implements Pick {}

  /** Those left refuse our credentials. */
  record Refused() implements Pick {}

  /** Those left have as many calls as they take: soon there may be a place. */
  record Busy() implements Pick {}
}
