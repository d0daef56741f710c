/**
 * Price changes of a channel, announced ahead (P24, P61; contracts: "Pinning" and the announcement
 * rules).
 *
 * <p><b>States.</b> {@code PENDING} (waits for a second person, where that is required), {@code
 * ANNOUNCED} (out: the 168 hours run), {@code SCHEDULED} (billing took it), {@code IN_FORCE};
 * {@code REFUSED} (billing did not, and says why), {@code WITHDRAWN}.
 *
 * <p><b>Invariants.</b> {@code effectiveAt >= announcedAt + notice}, where the notice is 168 hours
 * or more: checked here ({@code NoticePeriod}) and, for 168 hours, by the database. {@code
 * announcedAt} is set once. Row, notice and event are one transaction, under a lock for each
 * channel. An increase can be lowered, put off and taken back until shortly before it is in force.
 * A decrease can be put off and taken back only with full notice before its instant, because that
 * acts like an increase. Two changes of a channel keep their order, so that none can be put off
 * into a later and higher price that nobody announced.
 *
 * <p>The old multiplier that a notice names is what will be in force just before: the last
 * announced change, else billing's.
 */
@NullMarked
package io.posthouse.notification.pricechange;

import org.jspecify.annotations.NullMarked;
