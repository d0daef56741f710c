/**
 * Signed headers: how services trust each other without asking anybody (contracts: "The signed
 * headers").
 *
 * <p>A header's value is {@code kid.b64url(payload).b64url(HMAC-SHA256)}; the MAC covers {@code
 * kid.b64url(payload)}. {@link io.posthouse.trust.SigningSecrets} holds a list of secrets: the
 * first signs, all verify, so a secret is rotated by putting the new one in front, and dropping the
 * old one once nothing signed with it can still be alive (30 s). The payload is JSON, whose meaning
 * (and whose expiry) belongs to the two ends; this module has no JSON and no framework in it.
 */
@NullMarked
package io.posthouse.trust;

import org.jspecify.annotations.NullMarked;
