/**
 * What is told to billing-service: one {@code relay.usage-recorded.v1} per admitted call, whatever
 * became of it (C03). It holds no part of a body but the answer's digest (P04, P05).
 *
 * <p>{@link io.posthouse.relay.usage.UsageJournal} is the seam behind which the spool on disk comes
 * later; here records go to Kafka, acknowledged by all replicas, from one thread that is no event
 * loop. Its contract is in {@code contracts/events/usage-recorded.v1.schema.json}.
 */
@NullMarked
package io.posthouse.relay.usage;

import org.jspecify.annotations.NullMarked;
