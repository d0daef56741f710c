package io.posthouse.gateway.protocol;

/**
 * Judges paths as they came off the wire. Whatever two parsers could read differently is refused:
 * dot segments, doubled slashes, backslashes, path parameters, encoded separators and controls
 * (resilience.md A17; fast-lane.md 4.2).
 */
public final class RawPath {

  /** The longest path that is looked at, in characters. */
  public static final int MAXIMUM_LENGTH = 2048;

  private RawPath() {}

  /** Whether a raw path (no query) can mean one thing only. */
  public static boolean isClean(String path) {
    int length = path.length();
    if (length == 0 || length > MAXIMUM_LENGTH || path.charAt(0) != '/') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = path.charAt(i);
      if (c <= ' ' || c >= 127 || c == ';' || c == '\\') {
        return false;
      }
      if (c == '/' && i + 1 < length && startsOddSegment(path, i + 1)) {
        return false;
      }
      if (c == '%' && !isHarmlessEscape(path, i)) {
        return false;
      }
    }
    return true;
  }

  /** An empty segment within the path, or a segment that is {@code .} or {@code ..}. */
  private static boolean startsOddSegment(String path, int at) {
    char c = path.charAt(at);
    if (c == '/') {
      return true;
    }
    if (c != '.') {
      return false;
    }
    int dots = at + 1 < path.length() && path.charAt(at + 1) == '.' ? 2 : 1;
    int end = at + dots;
    return end == path.length() || path.charAt(end) == '/';
  }

  private static boolean isHarmlessEscape(String path, int percent) {
    if (percent + 2 >= path.length()) {
      return false;
    }
    int high = Character.digit(path.charAt(percent + 1), 16);
    int low = Character.digit(path.charAt(percent + 2), 16);
    if (high < 0 || low < 0) {
      return false;
    }
    int value = high * 16 + low;
    return switch (value) {
      case '.', '/', '\\', ';', '%', '?', '#' -> value == '/' && isInModelName(path, percent);
      default -> value >= ' ' && value != 127;
    };
  }

  /** SDKs encode the slash of a model's name: {@code /v1/models/a%2Fb}. */
  private static boolean isInModelName(String path, int percent) {
    return path.lastIndexOf("/models/", percent) >= 0;
  }
}
