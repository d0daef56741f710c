/**
 * Sockets, pools and header rules of the data path. Plain Java on Netty: no Spring, no Reactor.
 *
 * <p><b>Threads.</b> {@link io.posthouse.transport.EventLoops} picks epoll where it is there and
 * NIO elsewhere. A call lives on one event loop: the client's connection, the upstream's connection
 * and all callbacks run there, so nothing on the way is locked. {@link
 * io.posthouse.transport.UpstreamPool} keeps idle connections in a stack per loop.
 *
 * <p><b>Protocols.</b> {@link io.posthouse.transport.HttpListener} serves HTTP/1.1 and HTTP/2: a
 * stream is a channel of its own with the handler that an HTTP/1.1 connection has (ADR 0022).
 * Upstreams are spoken to in HTTP/1.1.
 *
 * <p><b>Buffers.</b> A {@code ByteBuf} handed to {@link io.posthouse.transport.AnswerListener#data}
 * is borrowed: who keeps it retains it. A request's body stays its owner's; the pool writes
 * duplicates, so that a call can be sent again.
 *
 * <p><b>Back-pressure.</b> {@link io.posthouse.transport.UpstreamCall#pause} stops reading from the
 * upstream.
 *
 * <p><b>Where connections may go.</b> Every address is resolved here and shown to an {@link
 * io.posthouse.transport.AddressPolicy} before the socket uses it (resilience.md A13 to A15).
 * Redirects are answers like any other: nothing is followed (A14). TLS is 1.3 unless the {@link
 * io.posthouse.transport.Origin} says less (P09), with the host's name verified.
 */
@NullMarked
package io.posthouse.transport;

import org.jspecify.annotations.NullMarked;
