/**
 * What other services' events mean here. Each listener runs one transaction: the inbox, then the
 * effect. Records are this service's own copies of the events, read tolerantly.
 *
 * <p>A record that cannot be read is skipped with an error in the log; every other failure is tried
 * again for ever (the database may be away), so an event is never lost to an outage.
 */
@NullMarked
package io.posthouse.referral.intake;

import org.jspecify.annotations.NullMarked;
