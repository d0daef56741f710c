/**
 * One call from its whole request to its last byte: the heart of the data path. No sockets and no
 * Spring.
 *
 * <pre>
 * Received ── admitted ──► Admitted ── committed ──► Streaming ── completed ──► Completed
 *    │                        │                         │
 *    └── refused              └── failed                └── failed ──► Failed
 * </pre>
 *
 * A call that costs nothing (counting) is {@code Free} instead of admitted: neither reserved nor
 * written down.
 *
 * <p><b>Parts.</b> {@code Gate} lets a call in, {@code Failover} goes from upstream to upstream,
 * {@code Attempt} is one try, an {@code Answer} the way back: passed through, or translated. {@code
 * Stickiness} keeps the conversation's place, {@code CallNotes} what is written down.
 *
 * <p><b>Threads.</b> An {@link io.posthouse.relay.exchange.Exchange} is confined to the event loop
 * of its client's connection; the upstream's connection is on the same one. Leases and the journal
 * answer on other threads and are brought back; {@code LoopJournal} does it for all calls of a
 * loop's turn at once.
 *
 * <p><b>Commit.</b> Nothing reaches the client before an upstream's status line is known (I3) and,
 * in a stream, before its first content or {@code start-hold} has passed. Until then a failure
 * moves on to the next upstream of the channel, never the same twice; after it, never (T24, T25,
 * T27).
 *
 * <p><b>Once.</b> An admitted call is written to the journal exactly once, on every way out; the
 * state's type allows no second time. The last piece of a whole answer is sent after that
 * (money.md, section 3).
 *
 * <p><b>Buffers.</b> The request's body belongs to the exchange from {@code begin} on, and is
 * released at its end. An {@code Answer} keeps what it may not send yet, and releases it when it is
 * dropped.
 */
@NullMarked
package io.posthouse.relay.exchange;

import org.jspecify.annotations.NullMarked;
