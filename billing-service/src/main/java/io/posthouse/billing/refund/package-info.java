/**
 * Money that goes back to payers (P29, P31; I13, I14), and the service's end.
 *
 * <pre>
 *   requested ──(another person approves)──▶ approved ──(provider)──▶ sent
 *       └───────(rejected)──▶ rejected            └──────(refused)──▶ failed
 * </pre>
 *
 * <ul>
 *   <li><b>Policy.</b> One setting: {@code non-refundable}, or {@code to-original-payment} within a
 *       time after the payment. What is refunded is what is left of the order, at the order's own
 *       rate; bonus is never refunded.
 *   <li><b>The money leaves the wallet when the refund is asked for</b>, so that it cannot be spent
 *       meanwhile; it comes back when the refund is rejected or the provider refuses. The provider
 *       is called outside any transaction, again and again under the refund's id until it answers.
 *   <li><b>Chargebacks</b> take what is left of the order's payment out of the wallet, spent or
 *       not; what the wallet does not hold is {@code deficit}. Operators record them, and a
 *       provider's signed events do: a dispute that is won gives all of it again, our loss
 *       included. Events may come twice and in any order.
 *   <li><b>The service's end</b>: {@code decided -> announced -> refunding -> done}. From the
 *       announcement no order is taken; 168 h later no lease is granted or renewed, and all are
 *       recalled; then each wallet is settled in a transaction of its own, once its leases are
 *       closed and no record is missing of the relay epochs that it had leases on: a refund for
 *       each paid order, in proportion to what is left of it, the rest given up. A record that is
 *       missing is waited for until 24 h after the end; what comes later is {@code deficit}. A
 *       restart goes on where it stopped.
 * </ul>
 */
@NullMarked
package io.posthouse.billing.refund;

import org.jspecify.annotations.NullMarked;
