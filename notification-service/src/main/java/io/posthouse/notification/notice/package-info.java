/**
 * What was said, to everyone or to one account, and the in-site inbox.
 *
 * <p>A {@link io.posthouse.notification.notice.Notice} is one row, whoever it is for; it is out,
 * and stands in every inbox, with the commit that inserts it. Only reading leaves a row for each
 * person. A notice to everyone is seen by those who were registered when it went out, and until
 * {@code openUntil} by people who register later. Its texts are never changed; an amendment is a
 * further notice.
 */
@NullMarked
package io.posthouse.notification.notice;

import org.jspecify.annotations.NullMarked;
