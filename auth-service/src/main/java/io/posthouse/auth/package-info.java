/**
 * auth-service: accounts, API keys, identity (P40, P41, P43, P44, P10 for addresses).
 *
 * <p>Each sub-package is a module with its own manual. {@code registration} opens accounts, {@code
 * account} keeps them, {@code key} keeps their API keys, {@code identity} is the only one that
 * talks to Keycloak, {@code mail} the only one that talks SMTP, {@code sealing} encrypts addresses
 * at rest, {@code contact} tells other services where to write to.
 */
@NullMarked
package io.posthouse.auth;

import org.jspecify.annotations.NullMarked;
