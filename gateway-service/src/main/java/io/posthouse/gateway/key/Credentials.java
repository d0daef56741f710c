package io.posthouse.gateway.key;

import io.posthouse.gateway.protocol.HeaderView;
import io.posthouse.gateway.protocol.Protocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the API key that a request presents (protocols.md 1.2). The first header in the protocol's
 * order wins; a second, different one is not tried. One header with two different values is no
 * credential at all.
 */
public final class Credentials {

  private static final String BEARER = "authorization";
  private static final String ANTHROPIC = "x-api-key";
  private static final String GEMINI = "x-goog-api-key";
  private static final String AZURE = "api-key";

  /** Every header that can carry a key; none of them goes on to a service. */
  public static final List<String> HEADERS = List.of(BEARER, ANTHROPIC, GEMINI, AZURE);

  private static final List<String> ANTHROPIC_ORDER = List.of(ANTHROPIC, BEARER, GEMINI, AZURE);
  private static final List<String> OPENAI_ORDER = List.of(BEARER, AZURE, ANTHROPIC, GEMINI);
  private static final List<String> GEMINI_HEADER_ORDER = List.of(BEARER, ANTHROPIC, AZURE);

  private Credentials() {}

  /**
   * What the request presents; null for nothing, an empty string for something that cannot be a
   * key.
   *
   * @param query raw, or null; only Gemini's {@code key} is read from it
   */
  public static @Nullable String find(
      Protocol protocol, HeaderView headers, @Nullable String query) {
    return switch (protocol) {
      case ANTHROPIC -> first(ANTHROPIC_ORDER, headers);
      case OPENAI, OURS -> first(OPENAI_ORDER, headers);
      case GEMINI -> {
        String own = read(GEMINI, headers);
        String inQuery = own == null && query != null ? KeyQuery.value(query) : null;
        if (own == null) {
          own = inQuery;
        }
        yield own == null ? first(GEMINI_HEADER_ORDER, headers) : own;
      }
    };
  }

  private static @Nullable String first(List<String> order, HeaderView headers) {
    for (String name : order) {
      String value = read(name, headers);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static @Nullable String read(String name, HeaderView headers) {
    List<String> values = headers.all(name);
    if (values.isEmpty()) {
      return null;
    }
    String value = values.getFirst();
    for (int i = 1; i < values.size(); i++) {
      if (!value.equals(values.get(i))) {
        return "";
      }
    }
    return name.equals(BEARER) ? bearer(value) : value.strip();
  }

  private static String bearer(String value) {
    String text = value.strip();
    if (text.length() < 7 || !text.regionMatches(true, 0, "bearer", 0, 6)) {
      return "";
    }
    char separator = text.charAt(6);
    return separator == ' ' || separator == '\t' ? text.substring(7).strip() : "";
  }
}
