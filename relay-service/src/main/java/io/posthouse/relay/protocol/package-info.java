/**
 * The providers' protocols: which paths there are, how a request is read, how an error is said, how
 * a stream is split. Plain Java on Netty's buffers; no Spring, no Kafka, no sockets.
 *
 * <ul>
 *   <li>{@link io.posthouse.relay.protocol.Endpoint}: paths to surfaces, with and without {@code
 *       /v1} (protocols.md 1.1).
 *   <li>{@link io.posthouse.relay.protocol.Surface}: what can be asked for; {@link
 *       io.posthouse.relay.protocol.Provider}: whose API an upstream speaks; {@link
 *       io.posthouse.relay.protocol.Protocol}: the grammars that are translated.
 *   <li>{@link io.posthouse.relay.protocol.JsonScan}: one pass over bytes, split anywhere, that
 *       checks JSON's structure and captures chosen top-level values; no tree, nothing kept of the
 *       rest. {@link io.posthouse.relay.protocol.RequestPeek} stands on it for requests, the meters
 *       for answers.
 *   <li>{@link io.posthouse.relay.protocol.ModelCall}: what the relay needs of a request, with the
 *       offsets at which bytes may be spliced. All else of a body is never looked at (I1).
 *   <li>{@link io.posthouse.relay.protocol.Refusal}: an answer that the relay makes, said in any
 *       {@link io.posthouse.relay.protocol.Dialect} (protocols.md 3.1 and 3.2).
 *   <li>{@link io.posthouse.relay.protocol.SseScanner}: events out of bytes split anywhere.
 * </ul>
 */
@NullMarked
package io.posthouse.relay.protocol;

import org.jspecify.annotations.NullMarked;
