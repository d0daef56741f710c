package io.posthouse.relay.exchange;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.posthouse.relay.protocol.Dialect;
import io.posthouse.relay.protocol.Refusal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers of answers to clients (protocols.md 2.5 and 3.5). */
public final class AnswerHeaders {

  /** Our own id of the call. */
  public static final String REQUEST_ID = "x-posthouse-request-id";

  private static final String SHOULD_RETRY = "x-should-retry";

  private AnswerHeaders() {}

  /** Names a request in our header and in the one that the protocol's clients read. */
  static void identify(
      HttpHeaders headers, Dialect dialect, String requestId, @Nullable String upstreamId) {
    headers.remove("request-id").remove("x-request-id");
    headers.set(dialect.requestIdHeader(), upstreamId == null ? requestId : upstreamId);
    headers.set(REQUEST_ID, requestId);
  }

  /** What makes a stream pass proxies at once. */
  static void stream(HttpHeaders headers) {
    headers
        .remove(HttpHeaderNames.CONTENT_LENGTH)
        .remove(HttpHeaderNames.CONTENT_ENCODING)
        .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8")
        .set(HttpHeaderNames.CACHE_CONTROL, "no-cache, no-transform")
        .set("x-accel-buffering", "no");
  }

  /** Names the fields of the request that were dropped. */
  static void ignored(HttpHeaders headers, List<String> fields) {
    list(headers, "x-posthouse-ignored", fields);
  }

  /** What else the client should know. */
  static void notes(HttpHeaders headers, List<String> notes) {
    list(headers, "x-posthouse-note", notes);
  }

  private static void list(HttpHeaders headers, String name, List<String> values) {
    if (!values.isEmpty()) {
      String known = headers.get(name);
      String more = String.join(", ", values).replaceAll("[^\\x20-\\x7e]", "?");
      headers.set(name, known == null ? more : known + ", " + more);
    }
  }

  /** The headers of a refusal with a body of that size. */
  public static HttpHeaders of(
      Refusal refusal, Dialect dialect, @Nullable String requestId, int length) {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    headers.set(HttpHeaderNames.CONTENT_LENGTH, length);
    if (requestId != null) {
      identify(headers, dialect, requestId, null);
    }
    Duration wait = refusal.retryAfter();
    if (wait != null) {
      headers.set(HttpHeaderNames.RETRY_AFTER, Math.max(1, wait.plusMillis(999).toSeconds()));
    }
    if (refusal.isFinal()) {
      headers.set(SHOULD_RETRY, "false");
    }
    return headers;
  }
}
