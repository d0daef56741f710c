/**
 * The service's end (P31). billing-service's operators decide it; with the commit that makes the
 * in-site message visible it is announced, to everyone, by e-mail too, and {@code
 * notification.service-termination-announced.v1} tells billing-service, which counts the 168 hours
 * from there. People who register before the end are told as well. A decision is announced once,
 * however often its event comes.
 */
@NullMarked
package io.posthouse.notification.termination;

import org.jspecify.annotations.NullMarked;
