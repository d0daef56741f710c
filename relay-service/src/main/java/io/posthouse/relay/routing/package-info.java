/**
 * Which upstream a call goes to. Plain Java.
 *
 * <p>{@link io.posthouse.relay.routing.RoutingTable} is an immutable snapshot of channels,
 * upstreams and models; {@link io.posthouse.relay.routing.Routing} holds the one in force and is
 * exchanged whole. A call picks a {@link io.posthouse.relay.routing.Channel} once and stays in it;
 * {@link io.posthouse.relay.routing.UpstreamSelector} picks upstreams one after another, by
 * priority and weight, never the same twice. {@link io.posthouse.relay.routing.UpstreamHealth} lets
 * one that failed rest: 10 s, growing to 60 s.
 */
@NullMarked
package io.posthouse.relay.routing;

import org.jspecify.annotations.NullMarked;
