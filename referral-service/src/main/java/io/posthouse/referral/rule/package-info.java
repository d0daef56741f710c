/**
 * What a reward is worth (P50). {@link io.posthouse.referral.rule.RewardRule} is the arithmetic,
 * with no framework in it; {@link io.posthouse.referral.rule.RuleView} is how HTTP and events say
 * it, {@link io.posthouse.referral.rule.RuleColumns} how a table keeps it.
 *
 * <p>Rounding happens here and nowhere else: 10 decimals, down, so that a ratio never pays more
 * than it says.
 */
@NullMarked
package io.posthouse.referral.rule;

import org.jspecify.annotations.NullMarked;
