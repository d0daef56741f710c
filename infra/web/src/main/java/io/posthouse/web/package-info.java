/**
 * What the HTTP surface of every Spring MVC service has in common (ADR 0003). Mechanism only: no
 * money, no accounts, no events.
 *
 * <ul>
 *   <li><b>Security, default deny</b> ({@code SecurityAutoConfiguration}): {@code /internal/**}
 *       needs a service's signature, {@code /api/support/**} and {@code /api/operator/**} their
 *       role, other {@code /api/**} a person; what is open to everyone is listed in {@code
 *       posthouse.web.public-paths}; all else is refused.
 *   <li><b>People</b>: a controller takes a {@link io.posthouse.web.Person}, read from the Keycloak
 *       access token.
 *   <li><b>Errors</b>: RFC 9457. A module throws its own failures, and its advice turns them into
 *       {@link io.posthouse.web.Problems}; {@link io.posthouse.web.ProblemException} serves where
 *       no type of its own is worth it. Unknown request fields are a 400 that names the field.
 *   <li><b>Lists</b>: {@link io.posthouse.web.Items}, with {@link io.posthouse.web.Cursor}.
 *   <li><b>Calls between services</b>: {@link io.posthouse.web.ServiceClients}, signed and
 *       load-balanced.
 *   <li><b>Defaults</b>: {@code posthouse-defaults.yaml}, imported by each service's {@code
 *       application.yaml}.
 * </ul>
 */
@NullMarked
package io.posthouse.web;

import org.jspecify.annotations.NullMarked;
