/**
 * Vendors' price changes, within 60 s (P23): a price list that is fetched every {@code
 * posthouse.price-feed.interval}, and the same list pushed, signed, to {@code POST
 * /api/prices/pushes}. The format is that of the community's {@code
 * model_prices_and_context_window.json}: an object of models, each with costs per token.
 *
 * <p>A push is signed like a payment callback: {@code X-Posthouse-Timestamp} (seconds since 1970)
 * and {@code X-Posthouse-Signature}, base64 of HMAC-SHA256 over timestamp, a full stop, the body;
 * good for five minutes. Without a secret there are no pushes.
 */
@NullMarked
package io.posthouse.billing.pricing.feed;

import org.jspecify.annotations.NullMarked;
