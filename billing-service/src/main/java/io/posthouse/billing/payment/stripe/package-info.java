/**
 * Stripe, through its own Java library: hosted Checkout, in CNY (P27; A29, A30).
 *
 * <ul>
 *   <li><b>Paying.</b> The first visit opens a Checkout session, idempotent by the order's id; its
 *       id is kept sealed. Stripe lets no session end sooner than half an hour, so one that
 *       outlives its quote is ended by the polls ({@code close}).
 *   <li><b>Callbacks.</b> The endpoint at Stripe sends {@code charge.succeeded} and {@code
 *       charge.dispute.*}; any other event is taken and left. The charge carries amount, currency,
 *       time and, as metadata, the order's reference. Header {@code Stripe-Signature}: scheme
 *       {@code v1} alone, at most five minutes old. An event of the other mode (test or live) than
 *       the secret key's, or of a connected account, is refused.
 *   <li><b>Disputes</b> name their charge, which is asked for to know the order. Their status says
 *       where the money is: with the payer from the first event on ({@code needs_response}, {@code
 *       under_review}, {@code lost}), or ours again ({@code won}). Inquiries ({@code warning_…})
 *       move nothing.
 *   <li><b>Refunds</b> carry ours as metadata; one that is there already is not made again, also
 *       after Stripe has forgotten the idempotency key.
 *   <li><b>Statement.</b> The charges and refunds in CNY that were made on a UTC day. Charges in
 *       another currency are not ours to match and are left out.
 * </ul>
 */
@NullMarked
package io.posthouse.billing.payment.stripe;

import org.jspecify.annotations.NullMarked;
