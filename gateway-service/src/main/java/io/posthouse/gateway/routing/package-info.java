/**
 * The way to the services: {@code lb://} names become instances that discovery knows.
 *
 * <p>A list is at most 2 s old. {@code relay-operator} is not a name in discovery: it is
 * relay-service's instances at the port that their metadata names. An instance that refused a
 * connection is left out for a few seconds and the call goes to the next one; nothing but a failed
 * connect is tried again.
 */
@NullMarked
package io.posthouse.gateway.routing;

import org.jspecify.annotations.NullMarked;
