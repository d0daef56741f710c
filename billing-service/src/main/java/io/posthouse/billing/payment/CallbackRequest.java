package io.posthouse.billing.payment;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A callback as it arrived.
 *
 * @param headers by lower-case name
 * @param body the exact bytes: a signature covers them
 */
public record CallbackRequest(Map<String, String> headers, byte[] body) {

  /** A header, or null. */
  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /** Says nothing of what is in it. */
  @Override
  public String toString() {
    return "CallbackRequest[" + body.length + " bytes]";
  }
}
