/**
 * Every number that is a price (P21 to P24; I9, I10).
 *
 * <ul>
 *   <li><b>Official prices</b> per model: USD per million tokens by kind (of sound and pictures
 *       where the vendor names a rate, else they cost what text does), other rates for service
 *       tiers and long inputs, hosted tools per 1,000 uses ({@link
 *       io.posthouse.billing.pricing.Tariff}). Set by an operator or the feed, in force at once.
 *       One that is more than 5 % above the last needs a public source.
 *   <li><b>Multipliers</b>, per channel: the first comes with the channel, every later one from an
 *       announcement that went out at least 168 h before; the database refuses any other. Effective
 *       is the announced instant, or the moment the announcement came here, if that is later: never
 *       retroactive.
 *   <li><b>Price changes</b>: {@code scheduled -> in-force | withdrawn}, or {@code refused}. An
 *       amendment may only lower the multiplier or put the change off, and only before it is in
 *       force.
 *   <li><b>In force</b> at an instant is the version with the latest start not after it.
 *   <li><b>Rating</b>: {@link io.posthouse.billing.pricing.Rating}.
 * </ul>
 *
 * No web, Kafka or JSON here: {@code pricing.web} and {@code pricing.events} have those.
 */
@NullMarked
package io.posthouse.billing.pricing;

import org.jspecify.annotations.NullMarked;
