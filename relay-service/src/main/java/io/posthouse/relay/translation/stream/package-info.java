/**
 * Answers as they grow: bytes to events ({@link
 * io.posthouse.relay.translation.stream.EventSplitter}), an upstream's events to the neutral
 * grammar ({@link io.posthouse.relay.translation.stream.Sequencer}), and the whole machine ({@link
 * io.posthouse.relay.translation.stream.SseTranslation}).
 *
 * <pre>
 * bytes ─► EventSplitter ─► a protocol's StreamReader ─► Sequencer ─► names restored ─► StreamWriter
 * </pre>
 *
 * <p>Memory: an unfinished event, and the blocks that wait for their turn; both are bounded. Time
 * is linear in the bytes. Not thread-safe.
 */
@NullMarked
package io.posthouse.relay.translation.stream;

import org.jspecify.annotations.NullMarked;
