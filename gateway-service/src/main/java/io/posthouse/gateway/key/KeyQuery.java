package io.posthouse.gateway.key;

import org.jspecify.annotations.Nullable;

/** The query parameter {@code key}: Gemini's clients may put the credential there. */
public final class KeyQuery {

  private static final String NAME = "key=";

  private KeyQuery() {}

  /** The value of {@code key} in a raw query, not decoded (a key needs no escapes); or null. */
  static @Nullable String value(String query) {
    int at = find(query);
    if (at < 0) {
      return null;
    }
    int end = query.indexOf('&', at);
    return query.substring(at + NAME.length(), end < 0 ? query.length() : end);
  }

  /** The query without any {@code key}; null when nothing is left. */
  public static @Nullable String scrub(String query) {
    String rest = query;
    for (int at = find(rest); at >= 0; at = find(rest)) {
      int end = rest.indexOf('&', at);
      String before = rest.substring(0, at);
      String after = end < 0 ? "" : rest.substring(end + 1);
      rest = before + after;
      if (after.isEmpty() && rest.endsWith("&")) {
        rest = rest.substring(0, rest.length() - 1);
      }
    }
    return rest.isEmpty() ? null : rest;
  }

  /** Whether a raw query has that parameter. */
  public static boolean isIn(@Nullable String query) {
    return query != null && find(query) >= 0;
  }

  private static int find(String query) {
    for (int at = query.indexOf(NAME); at >= 0; at = query.indexOf(NAME, at + 1)) {
      if (at == 0 || query.charAt(at - 1) == '&') {
        return at;
      }
    }
    return -1;
  }
}
