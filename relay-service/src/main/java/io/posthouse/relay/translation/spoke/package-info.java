/**
 * What a protocol must bring to be translated from and to, and what readers and writers of all
 * protocols share: names and ids that fit everywhere, opaque reasoning, errors.
 */
@NullMarked
package io.posthouse.relay.translation.spoke;

import org.jspecify.annotations.NullMarked;
