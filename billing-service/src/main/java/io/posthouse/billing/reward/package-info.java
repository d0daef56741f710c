/**
 * Referral rewards become bonus credit, and are taken back (P51, P52, P28).
 *
 * <p>Referral-service decides; this module moves the money, once per reward. A grant and its
 * revocation come over two topics without an order between them: both run under one lock per
 * reward, and a revocation heard of first is kept, so that the grant then credits nothing. What a
 * wallet no longer holds is not taken: no wallet goes below zero; the shortage stays with {@code
 * referral_expense} and is kept with the revocation.
 *
 * <p>A revocation may be undone (the top-up's dispute was won): exactly what it took comes back,
 * where it came from. Revocations of a reward are numbered, and each, like its end, waits for what
 * comes before it: the event is tried again until that was heard.
 */
@NullMarked
package io.posthouse.billing.reward;

import org.jspecify.annotations.NullMarked;
