/**
 * Encryption at rest for e-mail addresses (P10).
 *
 * <p>An address is stored twice: sealed with AES-GCM by the Tink keyset {@code
 * posthouse.encryption.keyset}, bound to its place ({@code table|column|row}), so that a row's
 * ciphertext is worth nothing in another; and as a blind index (HMAC-SHA256), by which it is found.
 * The index key is made on first start and kept in the table {@code sealed_secrets}, itself sealed:
 * the keyset can be rotated (add a key, make it primary) without touching the index.
 *
 * <p>Immutable and thread-safe.
 */
@NullMarked
package io.posthouse.auth.sealing;

import org.jspecify.annotations.NullMarked;
