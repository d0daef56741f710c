/**
 * The business clock (contracts: "Time"). Prices, notices, the referral hold and retention read the
 * injected {@link java.time.Clock}; tokens, TLS, leases, limiters and timeouts use real or
 * monotonic time.
 *
 * <p>In the local stack alone, {@code posthouse.clock.offset-file} names a file that holds an ISO
 * 8601 duration; it is re-read every 200 ms and moves the clock forward only. Any other environment
 * refuses to start with that setting.
 */
@NullMarked
package io.posthouse.clock;

import org.jspecify.annotations.NullMarked;
