/**
 * The inviter's reward (P51, I15): at most one for an invited person, ever, and only after their
 * first paid top-up and the hold.
 *
 * <pre>
 *   first paid top-up ──▶ pending ──(due, nothing speaks against it)──▶ granted ◀──(refund, undone)──▶ revoked
 *                           ▲  │                                          ▲
 *                           │  ├──(due, suspicious)──▶ held ──(operator)──┘
 *                           │  │                        │
 *                           └──┴──(refund, undone)──▶ refused ◀──(refund, operator)
 * </pre>
 *
 * <ul>
 *   <li>The guard is the unique index on the invited account, not the event's {@code first} flag.
 *   <li>A registration and a first top-up may be heard of in either order, and so may a top-up and
 *       its refund. All that concerns one invited account runs under one advisory lock, so neither
 *       can miss the other.
 *   <li>The amount is fixed when the reward is made: the promised rule on what the first top-up
 *       credited.
 *   <li>The hold counts from the payment, on the business clock.
 *   <li>A refund that is undone (a dispute that was won) gives back what that refund took, unless
 *       another refund of the top-up stands or the reward was cancelled for abuse. It may be heard
 *       of before the refund itself.
 *   <li>{@code granted}, {@code revoked} and given again are told in the transaction that makes
 *       them ({@code referral.reward-granted.v1}, {@code referral.reward-revoked.v1}, {@code
 *       referral.reward-restored.v1}; the last two count a reward's revocations); billing moves the
 *       money.
 * </ul>
 */
@NullMarked
package io.posthouse.referral.reward;

import org.jspecify.annotations.NullMarked;
