/**
 * The mail sink of the local stack: takes every mail over SMTP, sends none on, and shows them.
 *
 * <p>{@link io.posthouse.servers.mail.MailSink} is the server, {@link
 * io.posthouse.servers.mail.Mail} what it shows of one. Mails are files, one each, so that they
 * outlive a restart; they are addresses and links of demo people, and the folder is the owner's
 * alone. Safe for use by several threads.
 */
@NullMarked
package io.posthouse.servers.mail;

import org.jspecify.annotations.NullMarked;
