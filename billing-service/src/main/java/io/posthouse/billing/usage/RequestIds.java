package io.posthouse.billing.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a request id says by itself: a UUIDv7 carries the time it was made, in real time. */
final class RequestIds {

  /** How long a call may still be under way, or its event on the way. */
  private static final Duration RECENT = Duration.ofHours(24);

  private static final Duration AHEAD = Duration.ofMinutes(1);

  private RequestIds() {}

  static Instant time(UUID requestId) {
    return Instant.ofEpochMilli(requestId.getMostSignificantBits() >>> 16);
  }

  /** The id in a text, or null when it is none of ours. */
  static @Nullable UUID parse(String text) {
    if (text.length() != 36) {
      return null;
    }
    try {
      UUID id = UUID.fromString(text);
      return id.version() == 7 ? id : null;
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  /** Whether a call of that id may still get its receipt. */
  static boolean isRecent(UUID requestId, Instant now) {
    Instant at = time(requestId);
    return at.isAfter(now.minus(RECENT)) && at.isBefore(now.plus(AHEAD));
  }
}
