/**
 * Whether a call may begin: its price is pinned and its worst cost reserved (money.md, section 2).
 *
 * <p><b>Leases.</b> Money reaches this node as credit leases: taken from the wallet by
 * billing-service before, one per wallet, and one per key with a spend limit. {@code LocalLease} is
 * the money in atomic counters, {@code granted = free + reserved + spent + returned}; {@code
 * LeaseSlot} the queue of calls that it cannot pay for and the one request at a time for more;
 * {@code LeaseKeeper} the slots, the renewals and what is given back. All three are plain Java;
 * {@code BillingLeases} asks over HTTP, {@code CachedLeases} gives them threads.
 *
 * <p><b>Admission</b> is a compare-and-set where the lease has enough: no lock, no network. A lease
 * is refilled in the background below 30% of what it had; a small wallet ("precise") is not, and
 * its calls are paid for one by one. A call that finds too little waits for billing-service, which
 * recalls what other nodes hold idle before it says no.
 *
 * <p><b>Worst cost.</b> {@code WorstCost} bounds a call by its body, its model and its price;
 * {@code CallCost} is what it did cost. A refusal tells what could be had, so that a call whose
 * length was left open can be made as short as that.
 *
 * <p><b>Safety.</b> A node can spend only what was taken from the wallet before; what it says it
 * gave back is a running total, so a report may be repeated or lost. Clocks decide only how soon
 * money is usable again. A lease is reserved from until 10 s before its end, by the monotonic
 * clock.
 *
 * <p><b>Once.</b> A {@link io.posthouse.relay.admission.Reservation} is settled exactly once, on
 * every way out of a call, with the very sum that billing-service will charge.
 */
@NullMarked
package io.posthouse.relay.admission;

import org.jspecify.annotations.NullMarked;
