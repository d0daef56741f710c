package io.posthouse.gateway.door;

import com.github.f4b6a3.uuid.UuidCreator;
import io.netty.channel.ChannelException;
import io.netty.handler.codec.DecoderException;
import io.posthouse.gateway.protocol.Protocol;
import io.posthouse.gateway.protocol.Refusal;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/**
 * Turns what no filter took into an answer: a problem detail under {@code /api}, the caller's
 * protocol everywhere else, never HTML. An answer that has begun is cut off, so that it does not
 * look whole.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class Failures implements WebExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    if (exchange.getResponse().isCommitted()) {
      return Mono.error(failure);
    }
    Refusal refusal = refusal(failure);
    report(exchange, refusal, failure);
    exchange.getResponse().getHeaders().clear();
    Call call = Call.of(exchange);
    String requestId =
        call == null ? UuidCreator.getTimeOrderedEpochFast().toString() : call.requestId();
    return Replies.refuse(exchange, protocolOf(exchange), refusal, requestId, 2);
  }

  /** The form of an exchange's errors. */
  static Protocol protocolOf(ServerWebExchange exchange) {
    Call call = Call.of(exchange);
    if (call != null) {
      return call.protocol();
    }
    String path = exchange.getRequest().getPath().value();
    boolean ours =
        path.startsWith("/api/") || path.equals("/api") || path.startsWith("/.well-known/");
    return ours
        ? Protocol.OURS
        : Protocol.guess(new ExchangeHeaders(exchange.getRequest().getHeaders()));
  }

  private static Refusal refusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Refusal refusal =
          switch (cause) {
            case BodyLimit.Exceeded tooLarge -> Refusal.TOO_LARGE;
            case ResponseStatusException status -> ofStatus(status.getStatusCode().value());
            case ConnectException refused -> Refusal.UNAVAILABLE;
            case UnknownHostException unknown -> Refusal.UNAVAILABLE;
            case AuthenticationServiceException keysUnknown -> Refusal.UNAVAILABLE;
            case PoolAcquireTimeoutException full -> Refusal.UNAVAILABLE;
            case PoolAcquirePendingLimitException full -> Refusal.UNAVAILABLE;
            case PrematureCloseException cut -> Refusal.BAD_GATEWAY;
            case DecoderException malformed -> Refusal.BAD_GATEWAY;
            case ChannelException broken -> Refusal.BAD_GATEWAY;
            case TimeoutException silent -> Refusal.TIMEOUT;
            case IOException broken -> Refusal.BAD_GATEWAY;
            default -> Refusal.INTERNAL;
          };
      if (refusal != Refusal.INTERNAL) {
        return refusal;
      }
    }
    return Refusal.INTERNAL;
  }

  private static Refusal ofStatus(int status) {
    return switch (status) {
      case 404 -> Refusal.NOT_FOUND;
      case 405 -> Refusal.METHOD_NOT_ALLOWED;
      case 413 -> Refusal.TOO_LARGE;
      case 502 -> Refusal.BAD_GATEWAY;
      case 503 -> Refusal.UNAVAILABLE;
      case 504 -> Refusal.TIMEOUT;
      default -> status < 500 ? Refusal.BAD_REQUEST : Refusal.INTERNAL;
    };
  }

  private static void report(ServerWebExchange exchange, Refusal refusal, Throwable failure) {
    try (var trace = Traces.inLog(exchange)) {
      if (refusal == Refusal.INTERNAL) {
        log.error("a request failed", failure);
      } else if (refusal.heals()) {
        log.warn("a request was not answered by its service: {}", failure.toString());
      } else {
        log.debug("a request was refused: {} {}", trace, failure.toString());
      }
    }
  }
}
