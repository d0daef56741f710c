/**
 * The mail that auth-service sends itself, so that no token crosses Kafka (contracts: "Who owns
 * what").
 *
 * <p>{@link io.posthouse.auth.mail.Postbox#post} writes a letter into the table {@code mails}, in
 * the transaction of its cause. {@code Postman} delivers committed letters, retries for two days
 * with growing pauses (a mail server that is down loses nothing), and forgets what was delivered.
 * Of several letters of one kind about one subject that were not delivered yet, one is sent.
 * Delivery is at least once.
 *
 * <p>A token is not stored with its letter: {@link io.posthouse.auth.mail.Tokens} makes a new one
 * each time the letter is tried, and keeps only its hash.
 */
@NullMarked
package io.posthouse.auth.mail;

import org.jspecify.annotations.NullMarked;
