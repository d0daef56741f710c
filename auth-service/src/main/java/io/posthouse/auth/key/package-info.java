/**
 * API keys (P41): made, named, limited and revoked by their owner; shown once; stored as an HMAC.
 *
 * <p><b>Format</b> (resilience.md): {@code ph_live_}, 8 characters of public id, 43 of secret (256
 * bits), 6 of CRC32; all base62. <b>Stored</b>: public id, last four characters, HMAC-SHA256 of the
 * whole key with a pepper of {@code posthouse.keys.peppers}, and that pepper's version. The first
 * pepper makes new keys; a key keeps the one it was made with, so an old pepper stays configured
 * (here and at the gateway) as long as keys of its version live.
 *
 * <p><b>States</b>: active, revoked (for good). While the account is not active its keys are told
 * as {@code suspended}. A key past {@code expiresAt} is refused by the gateway; its state does not
 * change.
 *
 * <p>Every change, of a key or of its account's status, raises the key's version and publishes
 * {@code auth.key-changed.v1} in the same transaction. Changes of one account's keys wait for each
 * other on the account's row, which also keeps the cap on their number.
 */
@NullMarked
package io.posthouse.auth.key;

import org.jspecify.annotations.NullMarked;
