/**
 * The Eureka server (C02). It has no state of its own: services register again after it restarts,
 * and every client goes on with the registry it last fetched while it is away.
 *
 * <p>Tuned so that a killed instance is routed around within 15 s: leases last 6 s, are swept every
 * 2 s, and self-preservation is off unless {@code eureka.server.enable-self-preservation} says
 * otherwise (the Helm chart switches it on where there are enough instances for it to mean
 * something).
 */
@NullMarked
package io.posthouse.discovery;

import org.jspecify.annotations.NullMarked;
