/**
 * From an address and a password to an account (P40).
 *
 * <p><b>Registering</b> writes one row per address, with the bcrypt hash of the password, and posts
 * a letter; the latest registration of an address replaces the one before, with its password and
 * its tokens. The answer is the same whether the address is known or not, and so is the work (A38):
 * a known address gets another letter.
 *
 * <p><b>Verifying</b> takes the mailed token (256 bits, only its hash stored, single use, 24 h),
 * makes the person in Keycloak, and then, in one transaction, opens the account, spends the token
 * and publishes {@code auth.account-registered.v1}. Nobody is in Keycloak before that, so an
 * unverified registration takes nobody's address. A crash between the two steps leaves a person
 * without an account; the next try of the token, or of another registration of that address,
 * removes them and goes on. While one request works on a registration, others get a 409.
 *
 * <p>Registrations from one network address are limited per hour; the address is what the gateway
 * says.
 */
@NullMarked
package io.posthouse.auth.registration;

import org.jspecify.annotations.NullMarked;
