/**
 * Whether a call may begin: its price is pinned and its worst cost reserved (money.md, section 2).
 *
 * <p>In this form every call asks billing-service for a lease of exactly its worst cost. {@link
 * io.posthouse.relay.admission.Leases} is the seam behind which leases are later kept and shared by
 * calls. Answers come on any thread. A call that was granted a lease ends in exactly one usage
 * event, which gives the rest of it back.
 */
@NullMarked
package io.posthouse.relay.admission;

import org.jspecify.annotations.NullMarked;
