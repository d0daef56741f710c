package io.posthouse.gateway.door;

import io.posthouse.gateway.protocol.ErrorReplies;
import io.posthouse.gateway.protocol.Protocol;
import io.posthouse.gateway.protocol.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Writes the gateway's own answers. */
public final class Replies {

  /** A refused body up to this size is read to its end, and the connection stays. */
  private static final long SMALL_BODY = 64 * 1024;

  private Replies() {}

  /** A refusal without a wait. */
  static Mono<Void> refuse(
      ServerWebExchange exchange, Protocol protocol, Refusal refusal, String requestId) {
    return refuse(exchange, protocol, refusal, requestId, 1);
  }

  /**
   * A refusal in the caller's protocol.
   *
   * @param retrySeconds when it is worth trying again, if it is; at most 30 are told
   */
  static Mono<Void> refuse(
      ServerWebExchange exchange,
      Protocol protocol,
      Refusal refusal,
      String requestId,
      int retrySeconds) {
    int wait = Math.clamp(retrySeconds, 1, ErrorReplies.MAXIMUM_RETRY_SECONDS);
    HttpHeaders headers = exchange.getResponse().getHeaders();
    int status = refusal.status(protocol);
    if (status == 429 || status == 503 || status == 529) {
      headers.set(HttpHeaders.RETRY_AFTER, Integer.toString(wait));
    } else if (!refusal.heals()) {
      headers.set("x-should-retry", "false");
    }
    return write(
        exchange,
        HttpStatusCode.valueOf(status),
        ErrorReplies.contentType(protocol),
        ErrorReplies.body(protocol, refusal, requestId, wait));
  }

  /** A problem detail; for {@code /api/**}. */
  public static Mono<Void> problem(
      ServerWebExchange exchange, HttpStatus status, String slug, String detail) {
    String body =
        "{\"type\":\"urn:posthouse:problem:%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
            .formatted(slug, status.getReasonPhrase(), status.value(), detail);
    return write(
        exchange, status, "application/problem+json", body.getBytes(StandardCharsets.UTF_8));
  }

  /** An answer without a body. */
  static Mono<Void> empty(ServerWebExchange exchange, HttpStatus status) {
    exchange.getResponse().setStatusCode(status);
    exchange.getResponse().getHeaders().setContentLength(0);
    return exchange.getResponse().setComplete();
  }

  static Mono<Void> json(ServerWebExchange exchange, Supplier<String> body) {
    return write(
        exchange, HttpStatus.OK, "application/json", body.get().getBytes(StandardCharsets.UTF_8));
  }

  private static Mono<Void> write(
      ServerWebExchange exchange, HttpStatusCode status, String contentType, byte[] body) {
    ServerHttpResponse response = exchange.getResponse();
    HttpHeaders headers = response.getHeaders();
    response.setStatusCode(status);
    headers.set(HttpHeaders.CONTENT_TYPE, contentType);
    headers.setContentLength(body.length);
    if (status.isError()) {
      headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
      if (leavesMuchUnread(exchange.getRequest())) {
        headers.set(HttpHeaders.CONNECTION, "close");
      }
    }
    if (HttpMethod.HEAD.equals(exchange.getRequest().getMethod())) {
      return response.setComplete();
    }
    DataBuffer buffer = response.bufferFactory().wrap(body);
    return response.writeWith(Mono.just(buffer));
  }

  private static boolean leavesMuchUnread(ServerHttpRequest request) {
    HttpHeaders headers = request.getHeaders();
    return headers.getContentLength() > SMALL_BODY
        || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)
        || headers.containsHeader(HttpHeaders.EXPECT);
  }
}
