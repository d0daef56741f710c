package io.posthouse.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Opaque positions in lists. What they hold is the list's own affair. */
public final class Cursor {

  /** The page size when none is asked for. */
  public static final int DEFAULT_LIMIT = 50;

  /** The largest page. */
  public static final int MAXIMUM_LIMIT = 200;

  private Cursor() {}

  static String encode(String position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(position.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The position in a cursor; null for the first page.
   *
   * @throws ProblemException 400 when it is not one of ours
   */
  public static @Nullable String decode(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw ProblemException.badRequest(
          "cursor: malformed (expected: the nextCursor of the page before)");
    }
  }

  /**
   * The page size to use.
   *
   * @throws ProblemException 400 when it is out of range
   */
  public static int limit(@Nullable Integer asked) {
    if (asked == null) {
      return DEFAULT_LIMIT;
    }
    if (asked < 1 || asked > MAXIMUM_LIMIT) {
      throw ProblemException.badRequest(
          "limit: " + asked + " (expected: 1 to " + MAXIMUM_LIMIT + ")");
    }
    return asked;
  }
}
