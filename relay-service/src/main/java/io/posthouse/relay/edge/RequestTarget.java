package io.posthouse.relay.edge;

import java.util.Arrays;

/**
 * What a request line asks for, raw.
 *
 * @param query with its question mark; empty when there is none
 */
record RequestTarget(String path, String query) {

  static RequestTarget of(String uri) {
    int question = uri.indexOf('?');
    return question < 0
        ? new RequestTarget(uri, "")
        : new RequestTarget(uri.substring(0, question), uri.substring(question));
  }

  /** Whether an event stream is asked for in Gemini's way. */
  boolean wantsEvents() {
    return !query.isEmpty() && Arrays.asList(query.substring(1).split("&", -1)).contains("alt=sse");
  }

  /** The query without a credential, which does not go up. */
  String queryWithoutKey() {
    return query.contains("key=")
        ? query.replaceAll("(?<=[?&])key=[^&]*&?", "").replaceAll("[?&]$", "")
        : query;
  }
}
