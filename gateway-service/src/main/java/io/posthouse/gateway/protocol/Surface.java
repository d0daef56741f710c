package io.posthouse.gateway.protocol;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind a public path that takes an API key.
 *
 * @param kind who answers
 * @param protocol the form of its errors; null when headers decide
 * @param methods what it takes; empty: anything
 * @param path the path to go on with: under {@code /v1} once
 */
public record Surface(Kind kind, @Nullable Protocol protocol, Set<String> methods, String path) {

  /** Who answers. */
  public enum Kind {
    /** relay-service. */
    RELAY,
    /** billing-service. */
    BILLING,
    /** The gateway itself: the published limit. */
    LIMITS,
    /** Nobody: a path under a model prefix that does not exist. */
    UNKNOWN
  }

  /** Whether this surface takes a method. */
  public boolean takes(String method) {
    return methods.isEmpty() || methods.contains(method);
  }

  /** The value of an {@code Allow} header. */
  public String allow() {
    return String.join(", ", methods) + ", OPTIONS";
  }

  /** The form of this surface's errors for that request. */
  public Protocol protocolFor(HeaderView headers) {
    return protocol == null ? Protocol.guess(headers) : protocol;
  }
}
