/**
 * What stands between any two protocols: a request ({@link
 * io.posthouse.relay.translation.neutral.Conversation}), an answer ({@link
 * io.posthouse.relay.translation.neutral.Reply}) and the same answer as it grows ({@link
 * io.posthouse.relay.translation.neutral.ReplyEvent}).
 *
 * <p>Values are immutable. What came from a client's field knows that field's path, so that a
 * writer who cannot carry it can name it. Text is never trimmed, joined or split here: that is the
 * writers' affair, each for its own protocol.
 */
@NullMarked
package io.posthouse.relay.translation.neutral;

import org.jspecify.annotations.NullMarked;
