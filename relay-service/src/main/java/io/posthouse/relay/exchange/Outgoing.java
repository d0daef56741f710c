package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.posthouse.relay.protocol.BadRequestException;
import io.posthouse.relay.protocol.ModelCall;
import io.posthouse.relay.protocol.Protocol;
import io.posthouse.relay.protocol.Provider;
import io.posthouse.relay.protocol.Splice;
import io.posthouse.relay.protocol.Surface;
import io.posthouse.relay.routing.TranslationOptions;
import io.posthouse.relay.routing.Turn;
import io.posthouse.relay.routing.Upstream;
import io.posthouse.relay.translation.ModelTraits;
import io.posthouse.relay.translation.Target;
import io.posthouse.relay.translation.Translation;
import io.posthouse.relay.usage.Change;
import io.posthouse.transport.HeaderRules;
import io.posthouse.transport.UpstreamRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call as an upstream gets it: where it speaks the client's protocol the client's bytes, but for
 * the model's name and the request for a usage chunk (I1); else translated.
 *
 * @param model the upstream's name of it
 * @param protocol in which the upstream answers
 * @param asksForUsage whether a usage chunk was asked for that the client did not ask for
 * @param translation null when the call passes through
 * @param request its body belongs to the attempt
 */
record Outgoing(
    String model,
    Protocol protocol,
    boolean asksForUsage,
    @Nullable Translation translation,
    UpstreamRequest request) {

  private static final String IDEMPOTENCY_KEY = "idempotency-key";

  /**
   * The call for that upstream.
   *
   * @throws BadRequestException when the upstream's protocol cannot carry a field
   */
  static Outgoing of(Exchange exchange, Turn turn) {
    ModelCall call = exchange.call();
    Upstream upstream = turn.upstream();
    String model = upstream.models().getOrDefault(call.model(), call.model());
    Surface through = Objects.requireNonNull(upstream.through(call.surface()), "a served surface");
    boolean asks =
        through == Surface.CHAT
            && call.stream()
            && !call.usageAskedFor()
            && turn.knowsStreamOptions();
    return through == call.surface()
        ? passedThrough(exchange, turn, model, asks)
        : translated(exchange, turn, model, through, asks);
  }

  private static Outgoing passedThrough(Exchange exchange, Turn turn, String model, boolean asks) {
    ModelCall call = exchange.call();
    Upstream upstream = turn.upstream();
    if (!call.hints().foreignReasoning().isEmpty()) {
      exchange.notes().proof().changed(Change.FOREIGN_REASONING);
    }
    ByteBuf body =
        Splice.body(
            exchange.client().allocator(), exchange.body(), call, model, asks, exchange.cap());
    HttpHeaders headers = HeaderRules.up(exchange.clientHeaders(), Credentials.provider(upstream));
    return new Outgoing(
        model,
        call.protocol(),
        asks,
        null,
        request(turn, call.surface().path(model, call.stream()) + exchange.query(), headers, body));
  }

  private static Outgoing translated(
      Exchange exchange, Turn turn, String model, Surface through, boolean asks) {
    Upstream upstream = turn.upstream();
    Protocol protocol = through.protocol();
    String family =
        upstream.provider() == Provider.OPENAI
            ? upstream.name()
            : upstream.provider().name().toLowerCase(java.util.Locale.ROOT);
    TranslationOptions options = upstream.translation();
    Target target =
        new Target(
            protocol,
            model,
            ModelTraits.byName(protocol, model, exchange.maxOutputTokens()),
            family,
            options.anthropicVersion(),
            options.strict(),
            options.remoteFiles(),
            options.reasoningText(),
            turn.knowsStreamOptions(),
            options.rewriteModel());
    Translation translation = exchange.translatable().to(target);
    HttpHeaders client = new DefaultHttpHeaders();
    String key = exchange.clientHeaders().get(IDEMPOTENCY_KEY);
    if (key != null) {
      client.set(IDEMPOTENCY_KEY, key);
    }
    HttpHeaders headers = HeaderRules.up(client, Credentials.provider(upstream));
    translation.headers().forEach(headers::set);
    return new Outgoing(
        model,
        protocol,
        asks,
        translation,
        request(turn, translation.path(), headers, Unpooled.wrappedBuffer(translation.body())));
  }

  private static UpstreamRequest request(
      Turn turn, String path, HttpHeaders headers, ByteBuf body) {
    Upstream upstream = turn.upstream();
    return new UpstreamRequest(
        HttpMethod.POST,
        upstream.basePath() + path,
        Credentials.put(headers, upstream, turn.credential()),
        body);
  }

  ByteBuf body() {
    return request.body();
  }
}
