/**
 * The service's end (P31). billing-service's operators decide it; with the commit that makes the
 * in-site message visible it is announced, to everyone, by e-mail too, and {@code
 * notification.service-termination-announced.v1} tells billing-service, which counts the 168 hours
 * from there. People who register before the end are told as well. A decision is announced once,
 * however often its event comes. One that is withdrawn is announced as withdrawn, in both ways, to
 * everyone: {@code decided -> announced -> withdrawn}; and not at all when the withdrawal is heard
 * of before anybody was told of the end.
 */
@NullMarked
package io.posthouse.notification.termination;

import org.jspecify.annotations.NullMarked;
