/**
 * Each notice's way to each person (P60): one row for each notice, account and way.
 *
 * <p><b>Fan-out.</b> {@code Fanout} gives every recipient of a notice its rows, in batches, after
 * the notice is out, and looks again while the notice is open, so that late registrations are told
 * too. In-site rows are born {@code sent}: the notice's commit made it visible. E-mail rows are
 * born {@code queued}.
 *
 * <p><b>Sending.</b> {@code Postman} threads claim queued rows under a lease ({@code for update
 * skip locked}), and renew the lease before each mail, so that no two senders, of this or another
 * instance, have one mail at once. What follows is at least once: after a crash between the mail
 * server's yes and our commit the mail goes again, with the same {@code Message-ID}.
 *
 * <p><b>Failures.</b> A mail server that is away or says "later" costs nothing but time: tries go
 * on with growing pauses for 7 days. A refused address is forgotten, fetched again and tried, three
 * times in all, and is then {@code failed}. What is queued for more than 24 hours raises an alarm:
 * an error in the log and {@code posthouse.deliveries.overdue}.
 *
 * <p>Pauses, leases and the 24 hours are real time; {@code toldAt} is on the business clock. No
 * row, log or metric holds an address.
 */
@NullMarked
package io.posthouse.notification.delivery;

import org.jspecify.annotations.NullMarked;
