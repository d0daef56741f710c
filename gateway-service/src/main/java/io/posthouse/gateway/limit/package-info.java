/**
 * The one published rate limit (P07): requests per minute and concurrent calls, the same for every
 * key.
 *
 * <p>Nothing in here takes an account, and no type has a field that could give one account another
 * limit. The limiter counts in memory, or in Redis where several gateways share it; when Redis does
 * not answer, each gateway counts for itself. Framework-free but for the Redis client.
 *
 * <p>An admitted call holds a {@link io.posthouse.gateway.limit.Permit}; whoever holds it gives it
 * back at the end of the call, whichever end that is. Giving it back twice does nothing.
 */
@NullMarked
package io.posthouse.gateway.limit;

import org.jspecify.annotations.NullMarked;
