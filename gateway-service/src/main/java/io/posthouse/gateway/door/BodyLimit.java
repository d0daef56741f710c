package io.posthouse.gateway.door;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;

/**
 * The largest body, in bytes. A declared length is checked at once; a chunked body is counted as it
 * passes, and the buffer that goes over is released here.
 */
final class BodyLimit {

  private final long limit;

  BodyLimit(long limit) {
    this.limit = limit;
  }

  /** A body went over the limit. Stackless. */
  static final class Exceeded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final Exceeded INSTANCE = new Exceeded();

    private Exceeded() {
      super("the body is over the limit", null, false, false);
    }
  }

  boolean isExceededBy(HttpHeaders headers) {
    return headers.getContentLength() > limit;
  }

  /** The exchange whose body is counted; the same one when its length is declared. */
  ServerWebExchange count(ServerWebExchange exchange) {
    ServerHttpRequest request = exchange.getRequest();
    if (!request.getHeaders().containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
      return exchange;
    }
    return exchange.mutate().request(new Counted(request, limit)).build();
  }

  private static final class Counted extends ServerHttpRequestDecorator {

    private final long limit;
    private long passed;

    Counted(ServerHttpRequest request, long limit) {
      super(request);
      this.limit = limit;
    }

    @Override
    public Flux<DataBuffer> getBody() {
      return super.getBody().map(this::counted);
    }

    private DataBuffer counted(DataBuffer buffer) {
      passed += buffer.readableByteCount();
      if (passed > limit) {
        DataBufferUtils.release(buffer);
        throw Exceeded.INSTANCE;
      }
      return buffer;
    }
  }
}
