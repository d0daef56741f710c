/**
 * Referral rewards become bonus credit, and are taken back (P51, P52, P28).
 *
 * <p>Referral-service decides; this module moves the money, once per reward. A grant and its
 * revocation come over two topics without an order between them: both run under one lock per
 * reward, and a revocation heard of first is kept, so that the grant then credits nothing. What a
 * wallet no longer holds is not taken: no wallet goes below zero; the shortage stays with {@code
 * referral_expense} and is kept with the revocation.
 */
@NullMarked
package io.posthouse.billing.reward;

import org.jspecify.annotations.NullMarked;
