/**
 * The sockets: HTTP, and TLS 1.3 beside it, with one set of limits (resilience.md, "Reactor
 * Netty").
 *
 * <p>Every connection gets {@link io.posthouse.gateway.edge.EdgeHandler} right behind the HTTP
 * codec: it forgets the trace context that a caller sends (each public call is a trace of its own),
 * and lets a client that is still sending read the refusal before the connection closes.
 * Content-Length beside Transfer-Encoding, obs-fold and bare control bytes are Netty's own 400.
 */
@NullMarked
package io.posthouse.gateway.edge;

import org.jspecify.annotations.NullMarked;
