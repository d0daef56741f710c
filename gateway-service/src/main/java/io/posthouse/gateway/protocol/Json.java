package io.posthouse.gateway.protocol;

/** Writes JSON strings by hand, for the few small documents of the data path. */
public final class Json {

  private static final String HEX = "0123456789abcdef";

  private Json() {}

  /** Appends a string with its quotes; everything that needs an escape gets one. */
  public static void string(StringBuilder json, String value) {
    json.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        json.append("\\u")
            .append(HEX.charAt(c >> 12))
            .append(HEX.charAt(c >> 8 & 15))
            .append(HEX.charAt(c >> 4 & 15))
            .append(HEX.charAt(c & 15));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
