/**
 * Which upstream a call goes to. Plain Java.
 *
 * <p>{@link io.posthouse.relay.routing.RoutingTable} is an immutable snapshot of channels,
 * upstreams and models; {@link io.posthouse.relay.routing.Routing} holds the one in force and is
 * exchanged whole. A call picks a {@link io.posthouse.relay.routing.Channel} once and stays in it.
 *
 * <p>{@link io.posthouse.relay.routing.UpstreamSelector} gives out {@link
 * io.posthouse.relay.routing.Turn}s, one after another, never the same upstream or credential
 * twice: a credential, a place under the concurrency limit, and the permission of the model's
 * breaker. What became of a turn is told to it and learnt by {@link
 * io.posthouse.relay.routing.UpstreamHealth}. {@link io.posthouse.relay.routing.Sessions} keep
 * conversations where their prompt cache is; {@link io.posthouse.relay.routing.RetryBudget}s keep
 * second tries few. ADR 0014 says why.
 */
@NullMarked
package io.posthouse.relay.routing;

import org.jspecify.annotations.NullMarked;
