package io.posthouse.relay.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.posthouse.relay.caller.Caller;
import io.posthouse.relay.protocol.Dialect;
import io.posthouse.relay.protocol.Endpoint;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.protocol.Refusal.Cause;
import io.posthouse.relay.protocol.Surface;
import io.posthouse.trust.SignatureException;
import io.posthouse.trust.TrustHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Decides by a request's head what becomes of it: is it HTTP, who calls, is there anything at the
 * path, may the body come. Thread-safe.
 */
record Reception(DataPath path) {

  /** What becomes of a request. */
  sealed interface Decision {

    /**
     * It is refused before its body was read.
     *
     * @param requestId null when nobody is known to call
     */
    record Refused(Refusal refusal, Dialect dialect, @Nullable String requestId)
        implements Decision {}

    /** It is answered at once: it has no body that matters. */
    record Answered(byte[] body, Dialect dialect, String requestId) implements Decision {}

    /** The same, and the answer is that there is no such model. */
    record NoSuchModel(Refusal refusal, Dialect dialect, String requestId) implements Decision {}

    /**
     * Its body is read.
     *
     * @param decoder null when the body is as it is
     * @param length by the content length; -1 when there is none
     */
    record Taken(Caller caller, Endpoint.Call call, @Nullable BodyDecoder decoder, long length)
        implements Decision {}
  }

  Decision decide(HttpRequest head) {
    RequestTarget target = RequestTarget.of(head.uri());
    Endpoint endpoint = Endpoint.of(target.path());
    Dialect dialect = dialect(endpoint, head.headers());
    if (head.decoderResult().isFailure()) {
      return new Decision.Refused(malformed(head.decoderResult().cause()), dialect, null);
    }
    try {
      String signed = head.headers().get(TrustHeaders.CALLER);
      Caller caller = path.callers().verify(signed, head.method().name(), target.path());
      return route(head, target, endpoint, dialect, caller);
    } catch (SignatureException refused) {
      Refusal refusal = Refusal.of(Cause.UNAUTHENTICATED, "No valid caller.");
      return new Decision.Refused(refusal, dialect, null);
    }
  }

  /** Of what is not HTTP as it should be. */
  static Refusal malformed(@Nullable Throwable cause) {
    return cause instanceof TooLongHttpHeaderException
        ? Refusal.of(Cause.BAD_REQUEST, "The request's headers are too large.")
        : Refusal.of(Cause.BAD_REQUEST, "The request is not valid HTTP.");
  }

  private Decision route(
      HttpRequest head, RequestTarget target, Endpoint endpoint, Dialect dialect, Caller caller) {
    String id = caller.requestId();
    Refusal misplaced = misplaced(head, endpoint.method());
    if (misplaced != null) {
      return new Decision.Refused(misplaced, dialect, id);
    }
    return switch (endpoint) {
      case Endpoint.Call call -> call(head, target, call, caller);
      case Endpoint.ModelList _ ->
          new Decision.Answered(path.models().list(caller, target.query(), dialect), dialect, id);
      case Endpoint.OneModel model ->
          path.models()
              .one(caller, model.name(), dialect)
              .<Decision>map(body -> new Decision.Answered(body, dialect, id))
              .orElseGet(
                  () -> new Decision.NoSuchModel(ModelListing.unknown(model.name()), dialect, id));
      case Endpoint.Unknown _ -> throw new IllegalStateException("a path without a method");
    };
  }

  private static @Nullable Refusal misplaced(HttpRequest head, @Nullable String method) {
    if (method == null) {
      return Refusal.of(Cause.UNKNOWN_PATH, "There is nothing at this path.");
    }
    if (head.headers().containsValue(HttpHeaderNames.UPGRADE, "websocket", true)) {
      return Refusal.of(
          Cause.NO_UPGRADE, "Only plain HTTP is served here; send the call as a POST.");
    }
    return method.equals(head.method().name())
        ? null
        : Refusal.of(
            Cause.WRONG_METHOD, head.method() + " is not served here (expected: " + method + ")");
  }

  private Decision call(HttpRequest head, RequestTarget target, Endpoint.Call call, Caller caller) {
    String coding = head.headers().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
    boolean coded = !coding.equalsIgnoreCase("identity");
    long length = HttpUtil.getContentLength(head, -1L);
    Refusal refusal = null;
    if (coded && !BodyDecoder.knows(coding)) {
      refusal =
          Refusal.of(
              Cause.UNREADABLE_CODING,
              "content-encoding: not taken here (expected: identity, "
                  + String.join(", ", BodyDecoder.codings())
                  + ")");
    } else if (call.surface() == Surface.GENERATE_CONTENT
        && call.stream()
        && !target.wantsEvents()) {
      refusal =
          new Refusal(
              Cause.BAD_REQUEST,
              "alt: only event streams are served (expected: alt=sse)",
              "alt",
              null);
    } else if (length > path.bodyLimit()) {
      refusal = RequestBody.tooLarge(path);
    }
    return refusal == null
        ? new Decision.Taken(
            caller, call, coded ? BodyDecoder.of(coding, path.budget()) : null, length)
        : new Decision.Refused(refusal, call.dialect(), caller.requestId());
  }

  private static Dialect dialect(Endpoint endpoint, HttpHeaders headers) {
    Dialect known = endpoint.dialect();
    if (known != null) {
      return known;
    }
    return DataPath.isAnthropicClient(
            headers.get("anthropic-version"),
            headers.get("x-api-key"),
            headers.get(HttpHeaderNames.USER_AGENT))
        ? Dialect.ANTHROPIC
        : Dialect.OPENAI;
  }
}
