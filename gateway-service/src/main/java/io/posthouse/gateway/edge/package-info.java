/**
 * The sockets: HTTP, and TLS 1.3 beside it, with one set of limits (resilience.md, "Reactor
 * Netty").
 *
 * <p>HTTP/2 is spoken by ALPN and, in clear text, by prior knowledge ({@code Upgrade: h2c} is
 * passed over). Every HTTP/1.1 connection and HTTP/2 stream gets {@link
 * io.posthouse.gateway.edge.EdgeHandler} right behind its codec: it forgets the trace context that
 * a caller sends (each public call is a trace of its own), and lets a client that is still sending
 * read the refusal before the connection closes. Content-Length beside Transfer-Encoding, obs-fold
 * and bare control bytes are Netty's own 400.
 */
@NullMarked
package io.posthouse.gateway.edge;

import org.jspecify.annotations.NullMarked;
