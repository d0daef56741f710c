/**
 * What Posthouse adds to Keycloak: bcrypt as a password hash (P40), which the server itself does
 * not have.
 *
 * <p>The jar goes into the server's {@code providers} folder, before the realm {@code posthouse} is
 * imported: its password policy names {@code hashAlgorithm(bcrypt)}. {@code hashIterations} is
 * bcrypt's cost (2^n rounds).
 */
@NullMarked
package io.posthouse.keycloak;

import org.jspecify.annotations.NullMarked;
