/**
 * Wallets, credit leases and what each key spent (P20, P28; I3 to I5, I8).
 *
 * <p><b>Balances.</b> A wallet has a paid part, a bonus part (spent first) and a leased part.
 * {@code available = paid + bonus}, {@code balance = available + leased}; none is ever below zero.
 * A charge takes from its lease, what is short from available, and the rest from {@code deficit},
 * which is our loss.
 *
 * <p><b>Leases.</b> {@code active -> closed} by settlement; {@code active -> draining -> closed}
 * when the relay node's epoch is over. Money goes back when the call's event is settled, when the
 * node's final report is covered by what was recorded, or 24 h after the lease ran out. Lease times
 * are real time, not business time (contracts: "Time").
 *
 * <p><b>Locks.</b> Every change locks the wallet's row first, then leases, then keys, each in the
 * order of their ids.
 *
 * <p><b>Credits</b> for top-ups, rewards and bonuses: {@link io.posthouse.billing.wallet.Wallets},
 * in the caller's transaction, once per reference.
 */
@NullMarked
package io.posthouse.billing.wallet;

import org.jspecify.annotations.NullMarked;
