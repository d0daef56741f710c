/**
 * What stands in front of every route, in this order: the path can mean one thing only; probes are
 * answered; a model call has a key, the key may be used, the body fits, the published limit has
 * room; then the route, with the headers rewritten.
 *
 * <p>Nothing of a body is looked at. A refusal is written before the body is read, so a client that
 * waits for {@code 100 Continue} gets the refusal instead. Whatever a caller says of itself in
 * headers ({@code X-Posthouse-*}, {@code X-Forwarded-*}, its API key) ends here. A route that needs
 * a key and is reached without one (a path that two parsers read differently) is refused by {@code
 * KeyedRoutes}: the door fails closed.
 *
 * <p>Runs on event loops; nothing blocks.
 */
@NullMarked
package io.posthouse.gateway.door;

import org.jspecify.annotations.NullMarked;
