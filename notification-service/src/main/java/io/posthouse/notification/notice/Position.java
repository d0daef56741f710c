package io.posthouse.notification.notice;

import io.posthouse.web.Cursor;
import io.posthouse.web.ProblemException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A place in the inbox: messages before it are older. */
record Position(Instant at, UUID id) {

  private static final Position NEWEST =
      new Position(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

  static Position of(InboxMessage message) {
    return new Position(message.createdAt(), UUID.fromString(message.id()));
  }

  /**
   * The place that a cursor names; the newest without one.
   *
   * @throws ProblemException 400 when it is not one of ours
   */
  static Position decode(@Nullable String cursor) {
    String decoded = Cursor.decode(cursor);
    if (decoded == null) {
      return NEWEST;
    }
    int bar = decoded.indexOf('|');
    try {
      return new Position(
          Instant.parse(decoded.substring(0, Math.max(bar, 0))),
          UUID.fromString(decoded.substring(bar + 1)));
    } catch (DateTimeParseException | IllegalArgumentException malformed) {
      throw ProblemException.badRequest(
          "cursor: malformed (expected: the nextCursor of the page before)");
    }
  }

  @Override
  public String toString() {
    return at + "|" + id;
  }
}
