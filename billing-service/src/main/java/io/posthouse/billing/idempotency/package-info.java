/**
 * {@code Idempotency-Key} for every POST that moves money (I17). Key, answer and effect commit
 * together, in one table for all of them: a key used for one thing is not good for another.
 */
@NullMarked
package io.posthouse.billing.idempotency;

import org.jspecify.annotations.NullMarked;
