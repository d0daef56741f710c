/**
 * General announcements by support staff, told to everyone in-site and by e-mail, and the public
 * list of what is announced now: price changes until they are in force, and general announcements
 * for 90 days.
 */
@NullMarked
package io.posthouse.notification.announcement;

import org.jspecify.annotations.NullMarked;
