/**
 * A call in one provider's words, made of an upstream that speaks another's (protocols.md, sections
 * 2 to 4). Plain Java; no Spring, no sockets, no clock of its own.
 *
 * <pre>
 * client's request ─► reader ─► Conversation ─► writer ─► upstream's request
 * client's answer  ◄─ writer ◄─ Reply (events) ◄─ reader ◄─ upstream's answer
 * </pre>
 *
 * <p>Hub and spoke: each protocol has one reader and one writer for requests, for whole answers and
 * for streams; what stands between them is the small neutral model of {@code translation.neutral}
 * (ADR 0013). A pair that is the same on both sides is never translated: it passes through.
 *
 * <p><b>Use.</b> {@link io.posthouse.relay.translation.Translator#read} parses the client's body
 * once; {@link io.posthouse.relay.translation.TranslatableCall#to} makes one {@link
 * io.posthouse.relay.translation.Translation} per attempt, so that a second upstream, also of
 * another protocol, costs no second parse.
 *
 * <p><b>Promises.</b> A request's field is translated, dropped and named in {@link
 * io.posthouse.relay.translation.Translation#ignored()}, or refused by name with a {@link
 * io.posthouse.relay.protocol.BadRequestException} (I5). A stream that ended abnormally never looks
 * like one that ended normally (I6). Whatever an upstream sends, nothing is thrown but {@link
 * io.posthouse.relay.translation.UnreadableAnswerException}. Nothing here is metered (I2), logged
 * or kept.
 *
 * <p><b>Threads.</b> {@code Translator} and {@code TranslatableCall} may be shared; a {@code
 * Translation} and its streams belong to one thread at a time. Nothing blocks.
 */
@NullMarked
package io.posthouse.relay.translation;

import org.jspecify.annotations.NullMarked;
