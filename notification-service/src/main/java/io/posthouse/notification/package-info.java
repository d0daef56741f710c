/**
 * notification-service: what customers are told, in-site and by e-mail, and proof that they were
 * (P24, P60, P61).
 *
 * <ul>
 *   <li>{@code wording}: languages, phrases, and the layout of a notice as text and HTML.
 *   <li>{@code recipient}: who can be told; the sealed copy of the address.
 *   <li>{@code notice}: what was said to whom; the in-site inbox.
 *   <li>{@code delivery}: each notice's way to each person: fan-out, leases, retries, alarm.
 *   <li>{@code pricechange}: a channel's price change, announced at least 168 hours ahead.
 *   <li>{@code termination}: the end of the service.
 *   <li>{@code announcement}: general announcements, and the public list.
 *   <li>{@code customer}: messages to one customer about their own money.
 * </ul>
 *
 * Each module may use those above it in this list.
 */
@NullMarked
package io.posthouse.notification;

import org.jspecify.annotations.NullMarked;
