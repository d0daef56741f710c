package io.posthouse.relay.edge;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/**
 * How an answer is framed on an HTTP/1.1 connection, and whether the connection is kept: by what
 * the client speaks and by whether the answer tells its length. Confined to a loop.
 */
final class AnswerFraming {

  private boolean keepAlive = true;
  private boolean oldClient;

  /** The next answer is to that request. */
  void begin(HttpRequest request) {
    keepAlive = HttpUtil.isKeepAlive(request);
    oldClient = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
  }

  /** This connection gets no other answer. */
  void close() {
    keepAlive = false;
  }

  /** Whether another request may follow. */
  boolean keepsAlive() {
    return keepAlive;
  }

  /** Status line and headers; takes the headers over. */
  HttpResponse head(int status, HttpHeaders headers) {
    boolean sized = headers.contains(HttpHeaderNames.CONTENT_LENGTH);
    if (!sized && oldClient) {
      keepAlive = false;
    } else if (!sized) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (oldClient) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    return new DefaultHttpResponse(
        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), headers);
  }
}
