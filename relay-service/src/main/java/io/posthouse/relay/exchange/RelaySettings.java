package io.posthouse.relay.exchange;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param startHold how long a stream's beginning is held back while it has no content
 * @param firstByte how long an upstream may be silent before its status line, when the answer is
 *     not streamed
 * @param idle how long an upstream may be silent before the status line of a stream, and within any
 *     answer
 * @param keepAlive after how much silence a client is sent a sign of life, in a stream
 * @param clientStall how long a client may not read before it counts as gone
 * @param journalWait how long the end of an answer waits for the journal
 * @param callTime how long all attempts of a call may take together until the client gets something
 * @param placeWait how long a call waits where all upstreams have as many calls as they take
 * @param slowSession after how long without content a conversation need not stay at its upstream
 * @param balancePolicy what becomes of a stream that nothing is left to pay for
 */
public record RelaySettings(
    Duration startHold,
    Duration firstByte,
    Duration idle,
    Duration keepAlive,
    Duration clientStall,
    Duration journalWait,
    Duration callTime,
    Duration placeWait,
    Duration slowSession,
    BalancePolicy balancePolicy) {}
