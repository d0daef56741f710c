/**
 * People in Keycloak, through its admin API (C05). The only module that knows Keycloak.
 *
 * <p>A person exists in Keycloak from the moment the address is verified, enabled, with the bcrypt
 * hash of the password chosen at registration (P40), the attribute {@code account_id} and the role
 * {@code customer}. Roles live in Keycloak alone.
 *
 * <p>Every call goes over the network, with timeouts, and must not run inside a transaction. When
 * Keycloak does not answer, it is a 503 with {@code identity-unavailable}.
 */
@NullMarked
package io.posthouse.auth.identity;

import org.jspecify.annotations.NullMarked;
