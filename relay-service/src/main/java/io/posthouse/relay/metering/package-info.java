/**
 * What a call used, from the upstream's own numbers (I2, protocols.md 1.3 to 1.8). Plain Java;
 * reads a side view of the bytes that go to the client and changes none.
 *
 * <p>A {@link io.posthouse.relay.metering.StreamMeter} is told every event and says what kind it
 * is; it parses those that carry usage and no other. A {@link
 * io.posthouse.relay.metering.WholeMeter} reads an answer that is not streamed. Both end in a
 * {@link io.posthouse.relay.metering.MeterReading}: reported numbers overwrite earlier ones and are
 * never added. What is missing (an untimely end, an upstream that tells nothing) is first guessed
 * at four characters per token, which costs nothing, and counted with a tokenizer by {@link
 * io.posthouse.relay.metering.TokenCounts} once the call is written down: output from the first 4
 * KB of text and the number of characters, input from the request. Passes of another model are in
 * the sum, and told apart in {@code byModel}.
 *
 * <p><b>Sound and pictures</b> are subsets of the input, the cache reads and the output (ADR 0024):
 * {@link io.posthouse.relay.metering.MediaTokens}, never more than those, whatever is reported.
 */
@NullMarked
package io.posthouse.relay.metering;

import org.jspecify.annotations.NullMarked;
