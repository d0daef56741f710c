/**
 * API keys at the door (resilience.md A1-A4, A10): is it a key, whose is it, may it be used now.
 *
 * <p>Framework-free. {@link io.posthouse.gateway.key.KeyGate} answers at once from its cache, or
 * gives a stage to wait for when it has to ask auth-service. A presented string is checked for
 * length, alphabet and checksum first; nothing else is ever looked up. Keys are remembered by the
 * HMAC of the whole string, never in the clear.
 *
 * <p>An entry is used as it is for 30 s. Older, it is used and re-validated behind the call; older
 * than 60 s (a key that rested), the call waits a moment for the answer, so that a revoked key gets
 * no free call. When auth-service does not answer, an entry stays good for 24 h. Events override
 * what a look-up said before them. All types are thread-safe.
 */
@NullMarked
package io.posthouse.gateway.key;

import org.jspecify.annotations.NullMarked;
