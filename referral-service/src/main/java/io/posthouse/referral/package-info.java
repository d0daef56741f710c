/**
 * Referral: invitation codes, who invited whom, and the inviter's reward (P50, P51, the basics of
 * P52; I15).
 *
 * <p>Modules, each knowing only those to its left: {@code money} and {@code rule} (plain values),
 * {@code invitation} (codes, attribution), {@code reward} (at most one per invited person), {@code
 * intake} (events of other services).
 */
@NullMarked
package io.posthouse.referral;

import org.jspecify.annotations.NullMarked;
