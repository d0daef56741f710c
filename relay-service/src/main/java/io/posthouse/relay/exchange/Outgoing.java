package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.posthouse.relay.protocol.ModelCall;
import io.posthouse.relay.protocol.Splice;
import io.posthouse.relay.protocol.Surface;
import io.posthouse.relay.routing.Turn;
import io.posthouse.relay.routing.Upstream;
import io.posthouse.transport.HeaderRules;
import io.posthouse.transport.UpstreamRequest;

/**
 * A call as an upstream gets it in its own words: the client's bytes, but for the model's name and
 * the request for a usage chunk (I1).
 *
 * @param model the upstream's name of it
 * @param asksForUsage whether a usage chunk was asked for that the client did not ask for
 * @param request its body belongs to the attempt
 */
record Outgoing(String model, boolean asksForUsage, UpstreamRequest request) {

  static Outgoing passedThrough(Exchange exchange, Turn turn) {
    ModelCall call = exchange.call();
    Upstream upstream = turn.upstream();
    String model = upstream.models().getOrDefault(call.model(), call.model());
    boolean asks =
        call.surface() == Surface.CHAT
            && call.stream()
            && !call.usageAskedFor()
            && turn.knowsStreamOptions();
    ByteBuf body =
        Splice.body(exchange.client().allocator(), exchange.body(), call, model, asks);
    String path = call.surface().path(model, call.stream());
    return new Outgoing(
        model,
        asks,
        new UpstreamRequest(
            HttpMethod.POST,
            upstream.basePath() + path + exchange.query(),
            Credentials.put(
                HeaderRules.up(exchange.clientHeaders(), Credentials.provider(upstream)),
                upstream,
                turn.credential()),
            body));
  }

  ByteBuf body() {
    return request.body();
  }
}
