/**
 * Encryption at rest (P10) with Tink AEAD. The associated data names table, column and row, so that
 * a ciphertext is good for its own place only.
 */
@NullMarked
package io.posthouse.billing.encryption;

import org.jspecify.annotations.NullMarked;
