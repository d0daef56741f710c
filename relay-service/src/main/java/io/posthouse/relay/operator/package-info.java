/**
 * Channels, upstreams and models as operators keep them (api.md, "Channels and upstreams").
 *
 * <p>Every change commits together with its event (a channel's) and with a count on {@code
 * routing_revision}; after the commit this instance builds a new {@code RoutingTable} at once,
 * others within two seconds. Credentials can be written and never read: they are sealed in the
 * database (P10) and opened into the routing table alone.
 */
@NullMarked
package io.posthouse.relay.operator;

import org.jspecify.annotations.NullMarked;
