/**
 * Top-ups: CNY in, USD on the wallet (P20, P26, P27; I11, I12; A29 to A31).
 *
 * <pre>
 *   created ──(paid in time)──▶ paid
 *      ├────(declined)────────▶ declined
 *      └────(quote ran out)───▶ expired ──(paid in time, heard of late)──▶ paid
 * </pre>
 *
 * <ul>
 *   <li><b>Quote.</b> An order locks the rate of its moment with source and expiry; it credits
 *       {@code round(CNY / rate)} at 10 decimals, half up ({@code Rounding}), and that number
 *       stands on the order before anybody pays.
 *   <li><b>Callback.</b> One transaction under the order's row lock: order paid, ledger posted,
 *       event written. The ledger's unique reference is the second guard.
 *   <li><b>Money that arrived is never lost.</b> Paid before the quote's end, by the provider's
 *       time: credited at the locked rate however late the callback comes. Everything else that is
 *       signed and paid (too late, another amount, a declined or unknown order, a second payment of
 *       one order) goes to {@code payment_review}, where operators see it; the provider is told
 *       200, since sending it again would change nothing.
 *   <li><b>Polls.</b> A row of {@code payment_poll} says when an order's provider is asked next,
 *       with growing pauses; claimed in the database, asked on the payment module's workers. Once
 *       the quote has run out the provider is told to close the order, and let be half an hour
 *       later; one that does not answer is tried for a day.
 *   <li><b>Rates.</b> Operator's override, else the feed's last accepted one, else the configured
 *       initial one. A feed rate more than 20% from the rate in force is refused and logged; an
 *       override is the way past it.
 * </ul>
 */
@NullMarked
package io.posthouse.billing.topup;

import org.jspecify.annotations.NullMarked;
