package io.posthouse.relay.exchange;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether an answer names the model that was asked for. Providers add a date or a revision to an
 * alias, and prefixes such as {@code models/}; that is the same model. Another name is not.
 */
final class ModelNames {

  private ModelNames() {}

  /** Null when the answer names none. */
  static @Nullable Boolean agree(String asked, @Nullable String answered) {
    if (answered == null) {
      return null;
    }
    String a = plain(asked);
    String b = plain(answered);
    return a.equals(b) || isRevision(a, b) || isRevision(b, a);
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String bare = lower.substring(lower.lastIndexOf('/') + 1);
    return bare.endsWith("-latest") ? bare.substring(0, bare.length() - "-latest".length()) : bare;
  }

  /** Whether the longer name is the shorter with a date, a number or a tag behind it. */
  private static boolean isRevision(String shorter, String longer) {
    if (longer.length() <= shorter.length() || !longer.startsWith(shorter)) {
      return false;
    }
    String rest = longer.substring(shorter.length());
    return rest.matches(
        "[-@:][0-9]{3,}.*|[-@:]v[0-9].*|-20[0-9]{2}-[0-9]{2}-[0-9]{2}.*|-preview.*|-exp.*");
  }
}
