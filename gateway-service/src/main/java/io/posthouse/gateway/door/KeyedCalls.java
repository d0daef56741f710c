package io.posthouse.gateway.door;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.gateway.caller.CallerSigner;
import io.posthouse.gateway.edge.ClientAddresses;
import io.posthouse.gateway.key.Credentials;
import io.posthouse.gateway.key.KeyGate;
import io.posthouse.gateway.key.KeyQuery;
import io.posthouse.gateway.key.KeyVerdict;
import io.posthouse.gateway.limit.Admission;
import io.posthouse.gateway.limit.RateLimiter;
import io.posthouse.gateway.protocol.HeaderView;
import io.posthouse.gateway.protocol.Protocol;
import io.posthouse.gateway.protocol.Refusal;
import io.posthouse.gateway.protocol.Surface;
import java.net.InetAddress;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Requests to paths that take an API key: path, method, key, size, limit, in this order. A key that
 * is in the cache costs no wait and no operator.
 */
@Component
class KeyedCalls {

  private final KeyGate gate;
  private final RateLimiter limiter;
  private final CallerSigner signer;
  private final BodyLimit bodies;
  private final ClientAddresses addresses;
  private final LimitsReply limits;

  KeyedCalls(
      KeyGate gate,
      RateLimiter limiter,
      CallerSigner signer,
      BodyLimit bodies,
      ClientAddresses addresses,
      LimitsReply limits) {
    this.gate = gate;
    this.limiter = limiter;
    this.signer = signer;
    this.bodies = bodies;
    this.addresses = addresses;
    this.limits = limits;
  }

  /** One request under way, before it is a {@link Call}. */
  private record Visit(
      ServerWebExchange exchange,
      WebFilterChain chain,
      Surface surface,
      Protocol protocol,
      String requestId) {

    Mono<Void> refuse(Refusal refusal) {
      return Replies.refuse(exchange, protocol, refusal, requestId);
    }
  }

  Mono<Void> handle(ServerWebExchange exchange, WebFilterChain chain, Surface surface) {
    ServerHttpRequest request = exchange.getRequest();
    HeaderView headers = new ExchangeHeaders(request.getHeaders());
    Protocol protocol = surface.protocolFor(headers);
    String requestId = UuidCreator.getTimeOrderedEpochFast().toString();
    AnswerHeaders.onCommit(exchange, protocol, requestId);
    Visit visit = new Visit(exchange, chain, surface, protocol, requestId);
    String method = request.getMethod().name();
    if (surface.kind() == Surface.Kind.UNKNOWN) {
      return visit.refuse(Refusal.NOT_FOUND);
    }
    if (method.equals("OPTIONS")) {
      return Preflight.answer(exchange, surface);
    }
    if (wantsWebSocket(request)) {
      return visit.refuse(Refusal.NO_UPGRADE);
    }
    if (!surface.takes(method)) {
      exchange.getResponse().getHeaders().set("Allow", surface.allow());
      return visit.refuse(Refusal.METHOD_NOT_ALLOWED);
    }
    InetAddress from = addresses.of(request);
    String presented = Credentials.find(protocol, headers, request.getURI().getRawQuery());
    if (presented == null) {
      return visit.refuse(Refusal.NO_KEY);
    }
    return judge(visit, gate.check(presented, from));
  }

  /** Other upgrades, such as h2c, may be passed over: the request is good without them. */
  private static boolean wantsWebSocket(ServerHttpRequest request) {
    String upgrade = request.getHeaders().getFirst(HttpHeaders.UPGRADE);
    return upgrade != null && upgrade.toLowerCase(Locale.ROOT).contains("websocket");
  }

  private Mono<Void> judge(Visit visit, KeyVerdict verdict) {
    return switch (verdict) {
      case KeyVerdict.Refused refused ->
          Replies.refuse(
              visit.exchange(), visit.protocol(), refused.why(), visit.requestId(), retry(refused));
      case KeyVerdict.Accepted accepted -> accept(visit, accepted);
      case KeyVerdict.Pending pending ->
          Mono.fromFuture(pending.verdict().toCompletableFuture(), true)
              .flatMap(then -> judge(visit, then));
    };
  }

  private static int retry(KeyVerdict.Refused refused) {
    return refused.why() == Refusal.TOO_MANY_BAD_KEYS ? 30 : 2;
  }

  private Mono<Void> accept(Visit visit, KeyVerdict.Accepted accepted) {
    if (visit.surface().kind() == Surface.Kind.LIMITS) {
      return limits.answer(visit.exchange(), accepted.key().keyId());
    }
    if (bodies.isExceededBy(visit.exchange().getRequest().getHeaders())) {
      return visit.refuse(Refusal.TOO_LARGE);
    }
    CompletableFuture<Admission> admission =
        limiter.admit(counter(visit.surface(), accepted), visit.requestId()).toCompletableFuture();
    if (admission.isDone()) {
      return admit(visit, accepted, admission.resultNow());
    }
    return Mono.fromFuture(admission, true)
        .doOnCancel(() -> giveBackLater(admission))
        .flatMap(then -> admit(visit, accepted, then));
  }

  /** For a caller who left before its place was taken. */
  private static void giveBackLater(CompletableFuture<Admission> admission) {
    var _ =
        admission.whenComplete(
            (then, _) -> {
              if (then instanceof Admission.Admitted admitted) {
                admitted.permit().release();
              }
            });
  }

  /** Reading one's balance and receipts has a counter of its own, of the same size. */
  private static String counter(Surface surface, KeyVerdict.Accepted accepted) {
    String keyId = accepted.key().keyId();
    return surface.kind() == Surface.Kind.BILLING ? keyId + ":reads" : keyId;
  }

  private Mono<Void> admit(Visit visit, KeyVerdict.Accepted accepted, Admission admission) {
    return switch (admission) {
      case Admission.Refused refused ->
          Replies.refuse(
              visit.exchange(),
              visit.protocol(),
              switch (refused.cause()) {
                case REQUESTS_PER_MINUTE -> Refusal.TOO_MANY_REQUESTS;
                case CONCURRENT_CALLS -> Refusal.TOO_MANY_CALLS;
              },
              visit.requestId(),
              refused.retrySeconds());
      case Admission.Admitted admitted ->
          forward(visit, accepted).doFinally(end -> admitted.permit().release());
    };
  }

  private Mono<Void> forward(Visit visit, KeyVerdict.Accepted accepted) {
    ServerHttpRequest request = visit.exchange().getRequest();
    String path = visit.surface().path();
    String header =
        signer.sign(visit.requestId(), accepted.claims(), request.getMethod().name(), path);
    ServerWebExchange onward = bodies.count(rewritten(visit.exchange(), path));
    new Call(visit.requestId(), visit.protocol(), header).attachTo(onward);
    return visit.chain().filter(onward);
  }

  /** The exchange under its {@code /v1} path, and without a key in its query. */
  private static ServerWebExchange rewritten(ServerWebExchange exchange, String path) {
    ServerHttpRequest request = exchange.getRequest();
    String query = request.getURI().getRawQuery();
    boolean keyInQuery = KeyQuery.isIn(query);
    boolean moved = !path.equals(request.getPath().value());
    if (!keyInQuery && !moved) {
      return exchange;
    }
    String rest = keyInQuery && query != null ? KeyQuery.scrub(query) : query;
    return exchange
        .mutate()
        .request(request.mutate().uri(TargetUri.of(request.getURI(), path, rest)).build())
        .build();
  }
}
