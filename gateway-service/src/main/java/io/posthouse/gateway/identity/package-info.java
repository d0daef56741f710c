/**
 * People at the door: who is signed in, by bearer token or by browser session (resilience.md A7,
 * A9).
 *
 * <p>A program sends {@code Authorization: Bearer}. A browser has a session cookie (HttpOnly,
 * SameSite Lax, Secure behind TLS); {@code SessionBearer} turns it into the bearer token of its
 * person before anything is decided, so from there on both are the same request: the token is
 * checked here, its roles are asked for here, it goes on to the service, and the service checks it
 * again. Only a request that lives on the cookie needs the CSRF header {@code X-XSRF-TOKEN}.
 *
 * <p>Sign-in is OIDC's code flow with PKCE. The browser is sent to the issuer's public address;
 * this service fetches tokens and keys from Keycloak's own. Nothing here needs Keycloak at the
 * start.
 */
@NullMarked
package io.posthouse.gateway.identity;

import org.jspecify.annotations.NullMarked;
