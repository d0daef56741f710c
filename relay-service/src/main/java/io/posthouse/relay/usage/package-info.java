/**
 * What is told to billing-service: one {@code relay.usage-recorded.v1} per admitted call, whatever
 * became of it (C03). It holds no part of a body but the answer's digest (P04, P05).
 *
 * <p>{@link io.posthouse.relay.usage.UsageJournal} is how calls are written down: on the spool
 * first ({@code SpoolJournal}), from there to Kafka ({@code KafkaCourier}), acknowledged by all
 * replicas. What stands in the spool of a call is always a whole event: at its admission and while
 * it runs the one that would be true if this process died now (source {@code crash}: what was sent
 * is charged, never what was reserved), at its end the last one. The contract is in {@code
 * contracts/events/usage-recorded.v1.schema.json}.
 */
@NullMarked
package io.posthouse.relay.usage;

import org.jspecify.annotations.NullMarked;
