package io.posthouse.relay.admission;

import java.time.Duration;

/**
 * How leases are kept.
 *
 * @param renewal how often they are renewed
 * @param margin how long before its end a lease is reserved from no more
 * @param idle how long one that nobody uses is kept
 * @param preciseIdle the same where the wallet is small
 */
record LeaseSettings(Duration renewal, Duration margin, Duration idle, Duration preciseIdle) {}
