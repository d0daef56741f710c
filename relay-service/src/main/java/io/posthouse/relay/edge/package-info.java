/**
 * The data path's listener: Netty itself, on {@code posthouse.relay.port}. The only place, with
 * {@code infra/transport}, where sockets are seen.
 *
 * <p>A {@code ClientConnection} is one client's connection (the gateway's, that is): one call at a
 * time, pipelined ones wait; or one stream of an HTTP/2 connection (ADR 0022). It checks the caller
 * header, reads the body once into one pooled buffer while {@code RequestPeek} looks at it, and
 * hands over to {@code exchange}. Bodies are in memory only, under one budget for the process; over
 * it a call gets a 503 (P04).
 *
 * <p><b>Order</b>: pieces of the answer in the order they came; one flush per upstream read.
 * <b>Back-pressure</b>: a client that does not read stops the upstream from being read; a client
 * that sends the next request early is not read. <b>Buffers </b>: inbound content is released here;
 * the body's buffer passes to the exchange with the call.
 *
 * <p>At shutdown the listener stops accepting first and running calls are waited for, before the
 * journal stops.
 */
@NullMarked
package io.posthouse.relay.edge;

import org.jspecify.annotations.NullMarked;
