/**
 * Messages to one customer about their own money, in-site: a top-up that was paid, a referral
 * reward that was granted. Consumers of other services' events; each event leaves one message,
 * however often it comes.
 */
@NullMarked
package io.posthouse.notification.customer;

import org.jspecify.annotations.NullMarked;
