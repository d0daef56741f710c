/**
 * Encryption at rest of what must not be read from a stolen disk (P10): here upstreams'
 * credentials. Tink AEAD; what was sealed for one place of the database opens at no other.
 */
@NullMarked
package io.posthouse.relay.sealing;

import org.jspecify.annotations.NullMarked;
