/**
 * Invitation codes and who invited whom (P50).
 *
 * <p>A code belongs to one account, which it rewards. Every account has one <b>personal</b> code,
 * whose rule is the configured default; an operator makes further ones with rules of their own.
 * Codes are upper-case; what a person typed is read without regard to case.
 *
 * <p><b>Attribution</b> is written once, when the invited person's registration is heard of, with
 * the rule as it stood then: what was promised is what is paid. An unknown code, or one's own,
 * attributes nothing. {@link io.posthouse.referral.invitation.Signals} tells whether a registration
 * looks like one person with two accounts (P52); this service sees hashes only.
 */
@NullMarked
package io.posthouse.referral.invitation;

import org.jspecify.annotations.NullMarked;
